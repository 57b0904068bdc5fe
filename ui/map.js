// The map: what a point is, on hover and focus; arrows walk, Enter opens; zoom and drag.
const svg = () => element.querySelector('svg');
let whole = '';

function tell(point) {
  const tip = element.querySelector('.tip');
  if (!tip) return;
  tip.hidden = !point;
  if (!point) return;
  point.getAttribute('aria-label').split('\n').forEach((line, n) => { tip.children[n].textContent = line; });
  const plane = tip.parentElement.getBoundingClientRect();
  const at = point.getBoundingClientRect();
  const left = at.x - plane.x + at.width / 2 - tip.offsetWidth / 2;
  const below = at.bottom - plane.y + 8;
  const above = at.top - plane.y - tip.offsetHeight - 8;
  tip.style.left = `${Math.max(0, Math.min(left, plane.width - tip.offsetWidth))}px`;
  tip.style.top = `${below + tip.offsetHeight > plane.height && above > 0 ? above : below}px`;
}

const pointOf = (event) => event.target.closest?.('circle[data-id]');
element.addEventListener('pointerover', (event) => {
  if (event.target.closest('.plane')) tell(pointOf(event) ?? (svg().contains(document.activeElement) ? document.activeElement : null));
});
element.addEventListener('pointerout', (event) => { if (pointOf(event)) tell(null); });
element.addEventListener('focusin', (event) => tell(pointOf(event)));
element.addEventListener('focusout', () => tell(null));

function open(point) {
  if (point) trigger('select', { point: point.dataset.id });
}

element.addEventListener('keydown', (event) => {
  const point = pointOf(event);
  if (!point) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    return open(point);
  }
  if (event.key === 'Escape') return tell(null);
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!step) return;
  event.preventDefault();
  const place = (one) => [one.cx.baseVal.value, one.cy.baseVal.value];
  const [x, y] = place(point);
  let best = null;
  let least = Infinity;
  for (const other of element.querySelectorAll('circle[data-id]')) {
    const [dx, dy] = [place(other)[0] - x, place(other)[1] - y];
    const along = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (other === point || along <= 0 || aside > 2 * along) continue;
    if (along + aside < least) [best, least] = [other, along + aside];
  }
  if (!best) return;
  point.setAttribute('tabindex', '-1');
  best.setAttribute('tabindex', '0');
  best.focus();
});

function zoom(by) {
  const box = svg().viewBox.baseVal;
  svg().classList.toggle('zoomed', Boolean(by)); // then a finger moves the map, else the page
  if (!by) return svg().setAttribute('viewBox', whole);
  box.x += (box.width * (1 - by)) / 2;
  box.y += (box.height * (1 - by)) / 2;
  box.width *= by;
  box.height *= by;
}

let held = null;
let dragged = false;
element.addEventListener('pointerdown', (event) => {
  dragged = false;
  const moves = event.pointerType === 'mouse' || svg()?.classList.contains('zoomed');
  if (moves && svg()?.contains(event.target)) held = [event.clientX, event.clientY];
});
element.addEventListener('pointermove', (event) => {
  if (!held) return;
  const [dx, dy] = [event.clientX - held[0], event.clientY - held[1]];
  if (!dragged && Math.hypot(dx, dy) < 4) return;
  const scale = svg().getScreenCTM().a;
  svg().viewBox.baseVal.x -= dx / scale;
  svg().viewBox.baseVal.y -= dy / scale;
  held = [event.clientX, event.clientY];
  dragged = true;
});
for (const over of ['pointerup', 'pointerleave']) element.addEventListener(over, () => { held = null; });

element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-zoom]');
  if (button) return zoom(Number(button.dataset.zoom));
  if (!dragged) open(pointOf(event));
});
element.addEventListener('wheel', (event) => {
  if (!event.ctrlKey || !svg()?.contains(event.target)) return; // else the page scrolls, as it should
  event.preventDefault();
  zoom(event.deltaY < 0 ? 0.85 : 1 / 0.85);
}, { passive: false });

const fresh = () => { whole = svg()?.getAttribute('viewBox') ?? ''; };
watch('value', fresh);
fresh();
