// The address is a link to the tab that is shown, and to the two that are compared in it.
() => {
  const selected = document.querySelector('#views [role=tab][aria-selected=true]');
  const tab = selected.id.replace('-tab-button', '');
  const laid = document.querySelector('#comparison [data-link]');
  let said = new URLSearchParams(location.search);
  const views = document.querySelector('#views');
  if (tab !== 'ask') views.dataset.turned = '';
  // The link by which the page was opened is still followed.
  if ((!laid && said.has('a')) || (said.has('tab') && !('turned' in views.dataset))) return;
  const link = tab === 'compare' && laid?.dataset.link;
  const linked = new URLSearchParams(link || (tab === 'ask' ? '' : { tab }));
  if (link && said.get('in') !== linked.get('in')) said = new URLSearchParams(); // of another collection
  for (const name of ['tab', 'a', 'b']) said.delete(name);
  linked.forEach((value, name) => said.set(name, value));
  if (`${said}` === `${new URLSearchParams(location.search)}`) return;
  history.replaceState(null, '', `${location.pathname}${`${said}` && `?${said}`}`);
}
