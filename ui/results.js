// Cards: open the source of a passage, or copy its quote.
element.addEventListener('click', (event) => {
  const open = event.target.closest('button[data-passage]');
  if (open) return trigger('select', { passage: open.dataset.passage });

  const copy = event.target.closest('button.copy');
  if (!copy) return;
  const card = copy.closest('.hit');
  const text = (selector) => card.querySelector(selector).textContent.trim();
  const place = [...card.querySelectorAll('.place span')].map((step) => step.textContent);
  const citation = `${text('blockquote')}\n—— ${[text('h2'), ...place].join(' › ')}`;
  navigator.clipboard?.writeText(citation).then(() => {
    const label = copy.textContent;
    copy.textContent = copy.dataset.done;
    setTimeout(() => { copy.textContent = label; }, 1500);
  });
});
if (!navigator.clipboard) element.classList.add('no-clipboard'); // a page that is not local nor https
