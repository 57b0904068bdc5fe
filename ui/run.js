// What came of a run: on to the view that asks.
element.addEventListener('click', (event) => {
  if (!event.target.closest('[data-ask]')) return;
  document.querySelector('#ask-tab-button').click();
  requestAnimationFrame(() => document.querySelector('#question textarea').focus());
});
