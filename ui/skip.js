// By keyboard from the box to the first passage, past everything that narrows the question.
element.addEventListener('click', (event) => {
  if (event.target.closest('button')) document.querySelector('#results .hit .open')?.focus();
});
