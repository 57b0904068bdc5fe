// What documents share: a pair opens as a comparison, a place in its source; arrows walk the table.
const cells = () => [...element.querySelectorAll('.heat td button')];
const firstCellInTabOrder = () => {
  const first = cells()[0];
  if (first) first.tabIndex = 0;
};

element.addEventListener('click', (event) => {
  const { a, b, sentence, place } = event.target.closest('button')?.dataset ?? {};
  if (sentence) return trigger('select', { sentence, place });
  if (!a) return;
  const comparison = document.getElementById('comparison');
  const shown = new URLSearchParams(comparison.querySelector('[data-link]')?.dataset.link);
  if (shown.get('a') === a && shown.get('b') === b) comparison.scrollIntoView();
  trigger('select', { a, b });
});

element.addEventListener('keydown', (event) => {
  const from = event.target.closest('.heat td')?.getBoundingClientRect();
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!from || !step) return;
  event.preventDefault();
  const along = (box) => (box.x - from.x) * step[0] + (box.y - from.y) * step[1];
  const aside = (box) => Math.abs((box.x - from.x) * step[1]) + Math.abs((box.y - from.y) * step[0]);
  const ahead = cells()
    .map((cell) => [cell, cell.closest('td').getBoundingClientRect()])
    .filter(([, box]) => along(box) > 1)
    .sort(([, one], [, other]) => along(one) + 4 * aside(one) - along(other) - 4 * aside(other));
  if (!ahead.length) return;
  event.target.tabIndex = -1;
  ahead[0][0].tabIndex = 0;
  ahead[0][0].focus();
});

watch('value', firstCellInTabOrder);
firstCellInTabOrder();
