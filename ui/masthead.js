// The language of the whole document follows the page's, and so do the names of its choices.
const follow = () => {
  const name = element.querySelector('[lang]');
  if (name) document.documentElement.lang = name.lang;
  requestAnimationFrame(() => {
    for (const choices of document.querySelectorAll('fieldset.segments')) {
      choices.setAttribute('aria-label', choices.querySelector('span').textContent.trim());
    }
  });
};
watch('value', follow);
follow();
