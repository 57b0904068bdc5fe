// The basket: take a passage out, lay the last two side by side, empty it.
element.addEventListener('click', (event) => {
  const { drop, lay, empty } = event.target.closest('button')?.dataset ?? {};
  if (drop !== undefined) trigger('drop', { passage: drop });
  if (lay !== undefined) trigger('lay');
  if (empty !== undefined) trigger('empty');
});
