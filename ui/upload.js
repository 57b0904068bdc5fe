// Files to the server, one after the other, each refused here already if it is too large.
const place = () => element.querySelector('.drop');
const say = (words) => { place().querySelector('.sending').textContent = words; };
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
let busy = false;

async function send(files) {
  if (busy || !files.length) return;
  busy = true;
  const { limit, uploading, failed, toolarge } = place().dataset;
  const sent = [];
  const problems = [];
  for (const [number, file] of files.entries()) {
    say(filled(uploading, { number: number + 1, total: files.length, name: file.name }));
    if (file.size > Number(limit)) {
      problems.push(filled(toolarge, { name: file.name }));
      continue;
    }
    try {
      sent.push({ path: (await upload(file)).path, name: file.name });
    } catch {
      problems.push(filled(failed, { name: file.name }));
    }
  }
  busy = false;
  say(problems.join(' '));
  if (sent.length) trigger('received', { files: sent });
}

element.addEventListener('change', (event) => {
  if (!event.target.matches('input[type=file]')) return;
  send([...event.target.files]);
  event.target.value = '';
});
element.addEventListener('dragover', (event) => {
  event.preventDefault();
  place().classList.add('over');
});
element.addEventListener('dragleave', () => place().classList.remove('over'));
element.addEventListener('drop', (event) => {
  event.preventDefault();
  place().classList.remove('over');
  send([...event.dataTransfer.files]);
});
