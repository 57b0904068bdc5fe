// What came of a run: on to the view that asks, or a newer file in the place of an older one.
element.addEventListener('click', (event) => {
  const newer = event.target.closest('[data-replace]');
  if (newer) return trigger('replace', { file: newer.dataset.replace });
  if (!event.target.closest('[data-ask]')) return;
  document.querySelector('#ask-tab-button').click();
  requestAnimationFrame(() => document.querySelector('#question textarea').focus());
});
