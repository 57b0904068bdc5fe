// The comparison: comes into view where it was asked for far from it; a sentence opens its source,
// by its button or by a click on its text.
watch('value', () => {
  if (!element.closest('#comparison').dataset.awaited) return;
  delete element.closest('#comparison').dataset.awaited;
  requestAnimationFrame(() => {
    element.querySelector('.comparison')?.focus({ preventScroll: true });
    element.closest('#comparison').scrollIntoView({ block: 'start' });
  });
});

element.addEventListener('click', (event) => {
  const jump = event.target.closest('[data-jump]');
  if (jump) return show(element.querySelector(`.row.${jump.dataset.jump}`));
  const cell = event.target.closest('.cell[data-side]');
  if (!cell || String(getSelection())) return; // text that is being selected is not a click
  const { side, start, end } = cell.dataset;
  cell.querySelector('button.open').focus({ preventScroll: true });
  trigger('select', { side, start: Number(start), end: Number(end) });
});

// A row comes into view, unfolded if need be.
function show(row) {
  const folded = row.closest('details');
  if (folded) folded.open = true;
  row.scrollIntoView({ block: 'center' });
  row.querySelector('button.open').focus({ preventScroll: true });
}
