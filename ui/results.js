// Cards: open a source, copy, ask again with a passage marked, save, and load what is folded away.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { passage, also, feedback, export: format, begin, beside } = button.dataset;
  const of = button.closest('.hit')?.dataset.of;
  if (beside) return trigger('beside', { passage: of, other: beside });
  if ('collect' in button.dataset) {
    say(button);
    return trigger('collect', { passage: of });
  }
  if (begin) return trigger('begin', { what: begin });
  if (passage) return trigger('select', { passage, also });
  if (feedback) {
    return trigger('feedback', { kind: feedback, passage: of });
  }
  if (format) return trigger('export', { format });
  if (button.matches('.link')) copy(button, location.href);
  if (button.matches('.copy')) {
    const style = button.closest('.style');
    copy(button, style ? style.querySelector('pre').textContent : quoted(button.closest('.hit')));
  }
});

function copy(button, text) {
  navigator.clipboard?.writeText(text).then(() => say(button));
}

// What a button did stands on it for a moment.
function say(button) {
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
}

// The address is a link to what is shown; going back in the visit asks again what was shown then.
watch('value', () => {
  const link = element.querySelector('[data-link]')?.dataset.link;
  if (!link) return;
  const now = new URLSearchParams(location.search);
  for (const name of ['passage', 'tab', 'a', 'b']) now.delete(name);
  if (`${now}` !== `${new URLSearchParams(link)}`) history.pushState(null, '', `?${link}`);
});
window.addEventListener('popstate', () => location.reload());

function quoted(card) {
  const text = (selector) => card.querySelector(selector).textContent.trim();
  const place = [...card.querySelectorAll('header .place span')].map((step) => step.textContent);
  const quote = card.querySelector('blockquote').dataset.quote?.trim() ?? text('blockquote');
  return `${quote}\n—— ${[text('h2'), ...place].join(' › ')}`;
}

// `toggle` does not bubble, but it can be caught on its way down.
element.addEventListener('toggle', async (event) => {
  const opened = event.target;
  const slot = opened.querySelector?.(':scope > .loaded:not([data-begun])');
  if (!opened.open || !slot) return;
  slot.dataset.begun = '';
  const { load: kind, language } = opened.dataset;
  try {
    const { of: passage, end } = opened.closest('.hit').dataset;
    const { collection } = document.querySelector('#facts [data-collection]')?.dataset ?? {};
    slot.innerHTML = await server.load_nearby({ kind, passage, end, language, collection });
  } catch {
    slot.textContent = slot.dataset.failed;
    delete slot.dataset.begun;
  }
}, true);

if (!navigator.clipboard) element.classList.add('no-clipboard'); // a page that is not local nor https
