// Documents: taken out after being asked twice, read again, more of them, and what was read in one.
let followed = null; // the place in the list of what is being taken out

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if ('more' in button.dataset) return trigger('more');
  const row = button.closest('[data-document]');
  if (!row) return;
  const document_ = row.dataset.document;
  const ask = (sure) => {
    row.querySelector('.actions').hidden = sure;
    row.querySelector('.sure').hidden = !sure;
    row.querySelector(sure ? '[data-keep]' : '[data-remove]').focus();
  };
  if ('update' in button.dataset) trigger('update', { document: document_ });
  if ('remove' in button.dataset) ask(true);
  if ('keep' in button.dataset) ask(false);
  if ('sure' in button.dataset) {
    followed = [...element.querySelectorAll('[data-document]')].indexOf(row);
    trigger('remove', { document: document_ });
  }
});

// The keyboard goes on from the document that comes after one that was taken out.
watch('value', () => {
  const rows = element.querySelectorAll('[data-document]');
  if (followed !== null) rows[Math.min(followed, rows.length - 1)]?.querySelector('summary').focus();
  followed = null;
});

// `toggle` does not bubble, but it can be caught on its way down.
element.addEventListener('toggle', async (event) => {
  const part = event.target;
  if (!part.matches('details.read') || !part.open || part.dataset.loaded) return;
  part.dataset.loaded = 'yes';
  const sent = {
    document: part.closest('[data-document]').dataset.document,
    language: document.documentElement.lang.slice(0, 2),
    collection: document.querySelector('#facts [data-collection]')?.dataset.collection,
  };
  try {
    part.querySelector('.loaded').innerHTML = await server.load_what_was_read(sent);
  } catch {
    delete part.dataset.loaded;
  }
}, true);
