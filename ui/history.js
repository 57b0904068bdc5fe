// Questions of the visit: each asks itself again.
element.addEventListener('click', (event) => {
  const past = event.target.closest('button[data-past]');
  if (past) trigger('select', { number: Number(past.dataset.past) });
});
