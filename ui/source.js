// The source panel: brings the passage into view, closes on Escape, gives the focus back.
const panel = () => element.querySelector('.source');
const covering = window.matchMedia('(max-width: 1099px)');

function bringPassageIntoView(tries = 8) {
  const marks = element.querySelectorAll('mark.passage');
  const scroll = element.querySelector('.scroll');
  if (!marks.length || !scroll) return;
  const view = scroll.getBoundingClientRect();
  const top = marks[0].getBoundingClientRect().top;
  const height = marks[marks.length - 1].getBoundingClientRect().bottom - top;
  scroll.scrollTop += top - view.top - Math.max(16, (view.height - height) / 2);
  // Paragraphs that come into view get their true height, which moves the passage: look again.
  if (tries > 0) requestAnimationFrame(() => bringPassageIntoView(tries - 1));
}

function bringHeadingIntoView(number, tries = 8) {
  element.querySelectorAll('.text .heading')[number]?.scrollIntoView({ block: 'start' });
  if (tries > 0) requestAnimationFrame(() => bringHeadingIntoView(number, tries - 1));
}

function settle() {
  const shown = panel()?.dataset.shows;
  for (const button of document.querySelectorAll('.hit button.open')) {
    button.closest('.hit').classList.toggle('opened', button.dataset.passage === shown);
  }
  const covered = Boolean(shown) && covering.matches;
  document.body.style.overflow = covered ? 'hidden' : '';
  for (const part of document.querySelectorAll('#masthead, #views')) {
    part.inert = covered;
  }
}

// The open passage is part of the page's address, if there is a question in it. A source that covers the
// page is a step of the visit: going back closes it.
let stepped = false;
let returning = false;
function nameInAddress(passage) {
  const said = new URLSearchParams(location.search);
  if (!said.get('q') || said.get('passage') === passage) return;
  if (!passage && stepped) {
    stepped = false;
    returning = true;
    history.back();
    return;
  }
  const steps = passage && covering.matches && !said.has('passage');
  said.delete('passage');
  if (passage) said.set('passage', passage);
  history[steps ? 'pushState' : 'replaceState'](null, '', `?${said}`);
  stepped ||= Boolean(steps);
}
window.addEventListener('popstate', (event) => {
  if (!returning && !stepped) return; // to another question: the page is loaded anew
  event.stopImmediatePropagation();
  const closed = returning;
  returning = stepped = false;
  if (!closed) close();
}, true);

let before = null;
let opener = null; // what had the focus when the panel opened
function opened() {
  settle();
  nameInAddress(panel()?.dataset.shows ?? null);
  if (!panel()) { before = null; return; }
  const shown = `${panel().dataset.shows} ${panel().dataset.view}`;
  if (shown !== before) {
    if (!element.contains(document.activeElement)) opener = document.activeElement;
    panel().focus({ preventScroll: true });
    bringPassageIntoView();
  }
  before = shown;
}

function close() {
  const shown = panel()?.dataset.shows;
  if (!shown) return;
  before = null;
  props.value = '';
  nameInAddress(null); // a value that is set here is not watched
  trigger('clear');
  requestAnimationFrame(() => {
    settle();
    const card = document.querySelector(`button.open[data-passage="${CSS.escape(shown)}"]`);
    (opener?.isConnected && opener.matches('button, [role=button]') ? opener : card)?.focus();
  });
}

watch('value', opened);
covering.addEventListener('change', settle);
element.addEventListener('click', (event) => {
  const { dataset } = event.target.closest('button') ?? { dataset: {} };
  if ('close' in dataset) close();
  if ('jump' in dataset) bringPassageIntoView();
  if ('turn' in dataset) trigger('turn');
  if (dataset.passage) trigger('select', { passage: dataset.passage });
  if (dataset.heading) bringHeadingIntoView(Number(dataset.heading));
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) close();
});
