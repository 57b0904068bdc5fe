// Cards: open a source, copy, ask again with a passage marked, save, and load what is folded away.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { passage, also, feedback, export: format, begin } = button.dataset;
  if (begin) return trigger('begin', { what: begin });
  if (passage) return trigger('select', { passage, also });
  if (feedback) {
    return trigger('feedback', { kind: feedback, passage: button.closest('.hit')?.dataset.of });
  }
  if (format) return trigger('export', { format });
  if (button.matches('.copy')) copy(button);
});

function copy(button) {
  const style = button.closest('.style');
  const text = style ? style.querySelector('pre').textContent : quoted(button.closest('.hit'));
  navigator.clipboard?.writeText(text).then(() => {
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}

function quoted(card) {
  const text = (selector) => card.querySelector(selector).textContent.trim();
  const place = [...card.querySelectorAll('header .place span')].map((step) => step.textContent);
  return `${text('blockquote')}\n—— ${[text('h2'), ...place].join(' › ')}`;
}

// `toggle` does not bubble, but it can be caught on its way down.
element.addEventListener('toggle', async (event) => {
  const opened = event.target;
  const slot = opened.querySelector?.(':scope > .loaded:not([data-begun])');
  if (!opened.open || !slot) return;
  slot.dataset.begun = '';
  const { load: kind, language } = opened.dataset;
  try {
    const passage = opened.closest('.hit').dataset.of;
    const { collection } = document.querySelector('#facts [data-collection]')?.dataset ?? {};
    slot.innerHTML = await server.load_nearby({ kind, passage, language, collection });
  } catch {
    slot.textContent = slot.dataset.failed;
    delete slot.dataset.begun;
  }
}, true);

if (!navigator.clipboard) element.classList.add('no-clipboard'); // a page that is not local nor https
