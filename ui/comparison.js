// The comparison: comes into view where it was asked for far from it; a sentence opens its source,
// by its button or by a click on its text.
const linked = () => element.querySelector('[data-link]')?.dataset.link;
let before = linked();
let reached = null; // the row that was jumped to last
let pairing = false; // whether the switch was used

watch('value', () => {
  offer();
  if (linked() && linked() !== before) requestAnimationFrame(comeIntoView);
  before = linked();
  if (pairing) element.querySelector('[data-pairing]')?.focus({ preventScroll: true });
  pairing = false;
});

function comeIntoView() {
  const { top } = element.getBoundingClientRect();
  if (top >= 0 && top < innerHeight * 0.6) return;
  element.querySelector('.comparison')?.focus({ preventScroll: true });
  element.closest('#comparison').scrollIntoView({ block: 'start' });
}

// What is not chosen yet says so; the boxes may come later than this does.
function offer(tries = 100) {
  const { choose } = element.querySelector('[data-choose]')?.dataset ?? {};
  if (!choose) return;
  const boxes = document.querySelectorAll('#choose input');
  for (const box of boxes) box.placeholder = choose;
  if (boxes.length < 2 && tries > 0) requestAnimationFrame(() => offer(tries - 1));
}
offer();
if (linked()) trigger('change'); // laid before its tab was shown

element.addEventListener('click', (event) => {
  const { jump, related } = event.target.closest('button')?.dataset ?? {};
  if (jump) return show(next(jump));
  if (related) return show(other(event.target.closest('.row'), related));
  const cell = event.target.closest('.cell[data-side]');
  if (!cell || String(getSelection())) return; // text that is being selected is not a click
  const { side, start, end } = cell.dataset;
  cell.querySelector('button.open').focus({ preventScroll: true });
  trigger('select', { side, start: Number(start), end: Number(end) });
});

element.addEventListener('change', (event) => {
  if (!event.target.matches('[data-pairing]')) return;
  pairing = true;
  trigger('pair', { related: event.target.checked });
});

// A whole sentence is copied as its file has it, as from a card.
element.addEventListener('copy', (event) => {
  const selection = getSelection();
  const from = selection.anchorNode;
  const text = (from?.closest ? from : from?.parentElement)?.closest('.text[data-quote]');
  if (!text || String(selection).trim() !== text.innerText.trim()) return;
  event.clipboardData.setData('text/plain', text.dataset.quote);
  event.preventDefault();
});

// The next row of that kind, after the last the first again.
function next(kind) {
  const rows = [...element.querySelectorAll(`.row.${kind}`)];
  const after = (row) => reached.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING;
  return (reached?.isConnected && rows.find(after)) || rows[0];
}

// The row with the sentence that is on the same subject.
function other(row, number) {
  const both = element.querySelectorAll(`button[data-related="${number}"]`);
  return [...both].map((button) => button.closest('.row')).find((one) => one !== row);
}

// A row comes into view, unfolded if need be.
function show(row) {
  reached = row;
  const folded = row.closest('details');
  if (folded) folded.open = true;
  row.scrollIntoView({ block: 'center' });
  row.querySelector('button.open').focus({ preventScroll: true });
}
