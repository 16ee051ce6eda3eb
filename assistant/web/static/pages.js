// What pages of the archive do beyond plain HTML: bars choose their period, files can be dropped, work is watched.
// Everything can be done without it.
(() => {
  'use strict';
  const POLL = 700;

  // --- a bar of the histogram chooses its period ---
  document.addEventListener('click', (event) => {
    const bar = event.target.closest('.period[data-choose] g[data-since]');
    if (!bar) return;
    const { since, until } = bar.dataset;
    location.assign(bar.closest('.period').dataset.choose.replace('SINCE', since).replace('UNTIL', until));
  });

  // --- on a narrow page the choices are folded away ---
  if (matchMedia('(max-width: 55rem)').matches) {
    document.querySelectorAll('.facet[open]').forEach((facet) => facet.removeAttribute('open'));
  }

  // --- work under way ---
  const place = document.getElementById('job');
  const watch = async () => {
    if (!place?.querySelector('[data-state="running"]')) return;
    try {
      const reply = await fetch('/archive/job', { cache: 'no-store' });
      const words = await reply.text();
      if (reply.ok) {
        const fresh = new DOMParser().parseFromString(words, 'text/html').body;
        const bar = place.querySelector('progress'), next = fresh.querySelector('progress');
        if (bar && next) {  // the bar stays, so that nothing flickers and a screen reader keeps its place
          if (next.hasAttribute('value')) bar.value = next.value; else bar.removeAttribute('value');
          place.querySelector('.remark').textContent = fresh.querySelector('.remark').textContent;
        } else {
          place.replaceChildren(...fresh.childNodes);
        }
      }
    } catch { /* the server is away for a moment */ }
    setTimeout(watch, POLL);
  };
  watch();

  // --- sending files ---
  const form = document.getElementById('upload');
  if (!form) return;
  const drop = form.querySelector('.drop'), input = form.querySelector('input'), words = document.getElementById('sending');
  // Anywhere on the page: a file that misses the box would otherwise take the page's place in the window.
  const bears = (event) => Array.from(event.dataTransfer?.types ?? []).includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!bears(event)) return;
    event.preventDefault();
    drop.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) drop.classList.remove('over');  // out of the window
  });
  document.addEventListener('drop', (event) => {
    if (!bears(event)) return;
    event.preventDefault();
    drop.classList.remove('over');
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; form.requestSubmit(); }
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.upload.onprogress = (sent) => {
      words.textContent = sent.lengthComputable ? `Sending: ${Math.round(100 * sent.loaded / sent.total)} %` : 'Sending …';
    };
    request.onload = () => {
      if (request.status < 400) { location.assign('/archive/upkeep'); return; }
      const said = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('.card');
      words.textContent = said ? said.textContent : `It was not taken (${request.status}).`;
    };
    request.onerror = () => { words.textContent = 'The connection broke; nothing was taken in.'; };
    request.send(new FormData(form));
  });
})();
