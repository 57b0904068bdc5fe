// The comparison: a sentence opens its source, by its button or by a click on its text.
element.addEventListener('click', (event) => {
  const cell = event.target.closest('.cell[data-side]');
  if (!cell || String(getSelection())) return; // text that is being selected is not a click
  const { side, start, end } = cell.dataset;
  cell.querySelector('button.open').focus({ preventScroll: true });
  trigger('select', { side, start: Number(start), end: Number(end) });
});
