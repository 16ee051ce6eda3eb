// What the page does beyond Gradio: open a cited article beside the answer, and switch between light and dark.
// Without this file every citation still works; it is a plain link to the article's page.
(() => {
  'use strict';
  const root = document.documentElement;
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

  // --- light and dark ---
  const remembered = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const isDark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const applyTheme = (theme) => {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    document.body?.classList.toggle('dark', isDark());
  };
  applyTheme(remembered());
  document.addEventListener('DOMContentLoaded', () => applyTheme(remembered()));

  // --- the pane ---
  let pane, opener, latest = 0;
  const buildPane = () => {
    pane = document.createElement('aside');
    pane.id = 'pane';
    pane.setAttribute('aria-label', 'Cited article');
    pane.innerHTML = '<div class="pane-bar"><p></p>' +
      '<button type="button" class="quiet walk" data-step="-1" aria-label="Citation before" title="Citation before: ["><span aria-hidden="true">‹</span></button>' +
      '<button type="button" class="quiet walk" data-step="1" aria-label="Next citation" title="Next citation: ]"><span aria-hidden="true">›</span></button>' +
      '<a target="_blank" rel="noopener">Full page</a>' +
      '<button type="button" class="quiet" aria-label="Close the article"><span aria-hidden="true">✕</span></button></div>' +
      '<div class="pane-text" tabindex="0" role="region" aria-label="Article text"></div>';
    pane.querySelector('[aria-label="Close the article"]').addEventListener('click', closePane);
    pane.querySelectorAll('.walk').forEach((button) => button.addEventListener('click', () => walk(Number(button.dataset.step))));
    document.body.append(pane);
  };

  const closePane = () => {
    delete document.body.dataset.pane;
    markCurrent(null);
    opener?.focus();
  };

  // Both the chip in the sentence and the card below light up for the citation that is open.
  const markCurrent = (link) => {
    document.querySelectorAll('[aria-current="true"]').forEach((other) => other.removeAttribute('aria-current'));
    if (!link) return;
    const turn = link.closest('.turn');
    turn?.querySelectorAll('a.cite, a.cite-link, a.pane-link').forEach((other) => {
      if (other.getAttribute('href') === link.getAttribute('href')) other.setAttribute('aria-current', 'true');
    });
  };

  const openPane = async (link) => {
    if (!pane) buildPane();
    const ticket = ++latest;
    opener = link;
    const place = pane.querySelector('.pane-text');
    const anchorTop = link.getBoundingClientRect().top;
    let content;
    try {
      const reply = await fetch(link.href, { headers: { Accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
      content = page.querySelector('main')?.firstElementChild;
    } catch {
      location.assign(link.href);
      return;
    }
    if (ticket !== latest || !content) return;  // a later click won
    const count = numbersOf(link.closest('.turn')).length;
    const words = link.dataset.number ? `Source ${link.dataset.number} of ${count}` : link.dataset.pane || link.textContent;
    pane.querySelector('.pane-bar p').textContent = words;
    pane.querySelectorAll('.walk').forEach((button) => { button.hidden = !link.dataset.number || count < 2; });
    pane.querySelector('.pane-bar a').href = link.href;
    place.replaceChildren(document.adoptNode(content));
    document.body.dataset.pane = 'open';
    markCurrent(link);
    // The text column narrows when the pane opens: keep the clicked citation where the eye left it.
    scrollBy(0, link.getBoundingClientRect().top - anchorTop);
    const mark = place.querySelector('#cited');
    if (mark) mark.scrollIntoView({ block: 'center', behavior: 'instant' });
    else place.scrollTop = 0;
    place.querySelector('h1')?.focus({ preventScroll: true });
  };

  // --- from citation to citation ---
  // One link for each number of a turn: the first in the sentences, else the one in its card.
  const numbersOf = (turn) => {
    const links = new Map();
    turn?.querySelectorAll('a.cite[data-number], a.cite-link[data-number]').forEach((link) => {
      if (!links.has(link.dataset.number)) links.set(link.dataset.number, link);
    });
    return [...links.values()];
  };
  const walk = (step) => {
    const here = document.body.dataset.pane && opener?.isConnected ? opener.closest('.turn') : null;
    const turn = here ?? document.querySelector('#live .turn') ?? document.querySelector('.turn:last-of-type');
    const links = numbersOf(turn);
    if (!links.length) return;
    const at = here ? links.findIndex((link) => link.dataset.number === opener.dataset.number) : -1;
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : (at + step + links.length) % links.length;
    openPane(links[next]);
  };

  document.addEventListener('click', (event) => {
    if (event.target.closest('#theme-switch')) {
      const theme = isDark() ? 'light' : 'dark';
      try { localStorage.setItem('theme', theme); } catch { /* private window: lasts until the page is closed */ }
      applyTheme(theme);
      return;
    }
    const link = event.target.closest('a.cite, a.cite-link, a.pane-link');
    if (!link?.href || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    openPane(link);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.dataset.pane) closePane();
    if (event.ctrlKey || event.metaKey || event.altKey && !event.getModifierState('AltGraph')) return;
    if ((event.key === '[' || event.key === ']') && !event.target.closest('input, textarea, select, [contenteditable]')) {
      event.preventDefault();
      walk(event.key === ']' ? 1 : -1);
    }
  });

  // --- while an answer is made ---
  const announcer = document.createElement('p');
  announcer.className = 'unseen';
  announcer.setAttribute('role', 'status');
  let shown = '';
  const said = {
    answering: () => 'Searching the archive.',
    answered: (turn) => `Answered with ${turn.querySelectorAll('.source').length} sources. ${turn.querySelector('.words')?.textContent ?? ''}`,
    refused: (turn) => turn.querySelector('.refusal-words')?.textContent ?? '',
    stopped: () => 'Stopped.',
    failed: (turn) => turn.querySelector('.card')?.textContent ?? '',
  };
  const watch = () => {
    const turn = document.querySelector('#live .turn');
    const now = turn ? `${turn.id} ${turn.dataset.state}` : '';
    if (now === shown) return;
    const fresh = turn && !shown.startsWith(`${turn.id} `);
    shown = now;
    if (!turn) return;
    announcer.textContent = said[turn.dataset.state]?.(turn) ?? '';
    if (fresh) turn.scrollIntoView({ block: 'start', behavior: calm() ? 'instant' : 'smooth' });
  };
  document.addEventListener('DOMContentLoaded', () => {
    document.body.append(announcer);
    new MutationObserver(watch).observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-state', 'id'] });
  });
})();
