import { computed, effect } from '@preact/signals';
import { render } from 'preact';
import { onActed } from './api/actions.js';
import { ApiError } from './api/client.js';
import { findSession, logInByLink, session } from './api/session.js';
import { streamTo } from './live/stream.js';
import { counts, hear, hearCrowded, hearWanted, tick } from './rows/store.js';
import { learnPlatforms } from './texts/platforms.js';
import { remember } from './texts/remember.js';
import { loadLanguage, t } from './texts/texts.js';
import { keepFocus } from './ui/focus.js';
import { goInstead, route } from './ui/route.js';
import { loadTheme } from './ui/theme.js';
import { Console } from './views/console.js';

const AGAIN_MS = 3000;
const TICK_MS = 1000;
const STORED = 'relay-session';

onActed(hearWanted);
keepFocus();
loadTheme();
await loadLanguage();
const place = document.getElementById('console')!;
place.replaceChildren();
render(<Console />, place);

const stream = streamTo((news) => {
  hear(news);
  // A closed stream gives no reason; the route of the session tells whether the session is over.
  if (news.kind === 'closed') void findAndFollow(true);
});
await findAndFollow();
setInterval(() => {
  if (!document.hidden) tick();
}, TICK_MS);

// Not the session itself: that is another object each time it is asked for.
const isIn = computed(() => typeof session.value === 'object');
// All tabs share the cookie: where one logs in or out, the others ask how it is now.
addEventListener('storage', ({ key, newValue }) => {
  if (key === STORED && newValue !== (isIn.peek() ? 'in' : 'out')) void findAndFollow();
});
effect(() => {
  if (session.value !== 'asking') remember(STORED, isIn.value ? 'in' : 'out');
});
effect(() => {
  if (!isIn.value) {
    // Where nobody can tell whether there is a session, other pages may have one, and their stream goes on.
    if (session.peek() === 'none') stream('close');
    return;
  }
  stream('open');
  void learnNames();
});
effect(() => {
  const { trouble } = counts.value;
  document.title = trouble > 0 ? `(${trouble}) ${t().title}` : t().title;
});

/**
 * Asks the relay until it has answered whether there is a session.
 *
 * @param isClosed the stream has just ended or was refused.
 */
async function findAndFollow(isClosed = false): Promise<void> {
  try {
    await findSession();
    await openLink();
    if (typeof session.value !== 'object') return;
    // The session is good, so that the relay must have refused the stream as one too many.
    if (isClosed) hearCrowded();
    stream('openAgain');
  } catch (error) {
    const isRedisAway = error instanceof ApiError && error.kind === 'unavailable';
    hear({ kind: isRedisAway ? 'unknown' : 'closed' });
    setTimeout(() => void findAndFollow(), AGAIN_MS);
  }
}

/** Asks for the names of platforms until the relay has told them, or the session is over. */
async function learnNames(): Promise<void> {
  try {
    await learnPlatforms();
  } catch {
    setTimeout(() => {
      if (typeof session.value === 'object') void learnNames();
    }, AGAIN_MS);
  }
}

/** A dock opens its one-time link at each start, so the link is used only without a session. */
async function openLink(): Promise<void> {
  const { value: at } = route;
  if (at.page !== 'dock') return;
  if (typeof session.value !== 'object') await logInByLink(at.name);
  goInstead({ page: 'bridges' });
}
