// A conversation's small courtesies: its address, what a citation says when it is pointed at, what a reader thinks of an
// answer, and a period chosen from the histogram. Without this file everything else works.
(() => {
  'use strict';

  // --- the address of the page names the conversation once there is an answer to come back to ---
  const addressed = () => {
    const talk = document.querySelector('#live .talk');
    const turn = talk?.querySelector('.turn:is([data-state="answered"], [data-state="refused"])');
    const name = turn && talk.dataset.conversation;
    if (!name || new URLSearchParams(location.search).get('conversation') === name) return;
    history.replaceState(null, '', `/?conversation=${encodeURIComponent(name)}`);
  };

  // --- pointing at a citation shows its card ---
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.setAttribute('role', 'tooltip');
  tip.hidden = true;
  let shownFor = null;
  const hide = () => {
    tip.hidden = true;
    shownFor?.removeAttribute('aria-describedby');
    shownFor = null;
  };
  const show = (link) => {
    const turn = link.closest('.turn');
    const card = turn?.querySelector(`#${CSS.escape(turn.id)}-source-${link.dataset.number}`);
    if (!card || shownFor === link) return;
    hide();
    tip.replaceChildren(card.querySelector('.byline').cloneNode(true), card.querySelector('blockquote').cloneNode(true));
    tip.hidden = false;
    link.setAttribute('aria-describedby', 'tip');
    shownFor = link;
    place();
  };
  const place = () => {
    const at = shownFor.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8));
    const above = at.top > own.height + 72;
    tip.style.left = `${left}px`;
    tip.style.top = `${above ? at.top - own.height - 8 : at.bottom + 8}px`;
  };
  const near = (event) => event.target.closest?.('a.cite');
  document.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    const link = near(event);
    if (link) show(link); else if (shownFor && !event.target.closest?.('#tip')) hide();
  });
  document.addEventListener('focusin', (event) => {
    if (near(event)?.matches(':focus-visible')) show(near(event)); else hide();
  });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  // The page scrolls to what the keyboard reaches: the card goes along.
  addEventListener('scroll', () => { if (shownFor?.matches(':focus-visible')) place(); else hide(); }, { passive: true });

  // --- what a reader thinks of an answer ---
  document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form.feedback');
    if (!form) return;
    event.preventDefault();
    const reason = form.querySelector('.reason'), thanks = form.querySelector('.thanks');
    const vote = reason.hidden ? event.submitter?.value ?? 'up' : event.submitter?.value === 'up' && event.submitter === document.activeElement ? 'up' : 'down';
    const fields = new URLSearchParams(new FormData(form));
    fields.set('vote', vote);
    try {
      const reply = await fetch(form.action, { method: 'POST', body: fields, redirect: 'manual' });
      if (reply.type !== 'opaqueredirect' && !reply.ok) throw new Error(String(reply.status));
    } catch {
      thanks.textContent = 'It could not be noted.';
      return;
    }
    form.querySelectorAll(':scope > button').forEach((button) => button.setAttribute('aria-pressed', String(button.value === vote)));
    const opens = vote === 'down' && reason.hidden;
    reason.hidden = vote !== 'down';
    thanks.textContent = opens ? 'Noted. What was wrong?' : 'Noted.';
    if (opens) reason.querySelector('select').focus();
  });

  // --- a period from the histogram; a second bar with Shift widens it ---
  document.addEventListener('click', (event) => {
    const bar = event.target.closest('#histogram g[data-since]');
    if (!bar) return;
    const set = (id, value) => {
      const input = document.querySelector(`#${id} input`);
      input.value = value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const value = (id) => document.querySelector(`#${id} input`).value;
    const { since, until } = bar.dataset;
    const wider = event.shiftKey && value('since') && value('until');
    set('since', wider && value('since') < since ? value('since') : since);
    set('until', wider && value('until') > until ? value('until') : until);
  });

  document.addEventListener('DOMContentLoaded', () => {
    document.body.append(tip);
    const live = new MutationObserver(() => { addressed(); if (shownFor && !shownFor.isConnected) hide(); });
    live.observe(document.body, { subtree: true, childList: true, attributeFilter: ['data-state'] });
  });
})();
