// A file to keep: the link that arrives holds it, and clicks itself once.
watch('value', () => {
  const link = element.querySelector('a[download]');
  if (!link) return;
  link.click();
  props.value = '';
});
