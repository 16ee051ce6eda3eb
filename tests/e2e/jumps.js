// Notes where every word of a growing answer stands below its question, before each picture, and which of them moved.
// The last words may still go to the next line, as their number comes behind them. The browser's own count of shifts is
// no measure here: what an event of Gradio shows is new to it each time, and how much of it counts depends on the machine.
window.moved = [];
window.pictures = 0;

{
  const PARTS = '.question, .limits, .understood-chip, .freshness, .short, .words, .refusal-words';
  let before = [], turnBefore = null;
  const words = (turn) => {
    const origin = turn.getBoundingClientRect(), found = [];
    for (const part of turn.querySelectorAll(PARTS)) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement.closest('.cite, .unseen')) continue;
        for (const word of texts.currentNode.data.matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, word.index);
          range.setEnd(texts.currentNode, word.index + word[0].length);
          const at = range.getClientRects()[0];
          if (at) found.push({ word: word[0], x: at.left - origin.left, y: at.top - origin.top });
        }
      }
    }
    return found;
  };
  const stays = (was, is) => is && was.word === is.word && Math.abs(was.x - is.x) <= 1 && Math.abs(was.y - is.y) <= 1;
  const watch = () => {
    const turn = document.querySelector('#live .turn:not([data-state=failed])');
    if (turn) {
      const now = words(turn);
      if (turn.id !== turnBefore) before = [];
      if (now.length !== before.length) pictures += 1;
      before.slice(0, -2).forEach((was, place) => {
        if (!stays(was, now[place])) moved.push([was, now[place] ?? null, turn.dataset.state]);
      });
      [before, turnBefore] = [now, turn.id];
    }
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
}
