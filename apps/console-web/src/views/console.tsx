import { isOver, mayChange, session } from '../api/session.js';
import { useEffect, useRef } from 'preact/hooks';
import { link, rowCount } from '../rows/store.js';
import { t } from '../texts/texts.js';
import { isFocusLost } from '../ui/focus.js';
import { Icon } from '../ui/icons.js';
import { lazily } from '../ui/lazy.js';
import { Notices } from '../ui/notices.js';
import { addressOf, route, type Route } from '../ui/route.js';
import { BridgeList } from './bridge-list.js';
import { Frame } from './frame.js';
import { Away, Lead } from './lead.js';
import { Login } from './login.js';

const BridgePage = lazily(async () => (await import('../bridge/bridge-page.js')).BridgePage);
const AddPage = lazily(async () => (await import('../add/add-page.js')).AddPage);
const FiltersPage = lazily(async () => (await import('../add/filters-page.js')).FiltersPage);
const WhyPage = lazily(async () => (await import('../events/why-page.js')).WhyPage);
const LettersPage = lazily(async () => (await import('../letters/letters-page.js')).LettersPage);
const SettingsPage = lazily(
  async () => (await import('../settings/settings-page.js')).SettingsPage,
);

/** The whole page. */
export function Console() {
  const isOut = session.value === 'none';
  return (
    <Frame>
      {isOut && <Login />}
      {/* What was written on a page whose session is over is still there after the log-in. */}
      {(!isOut || isOver.value) && (
        <main id="content" tabIndex={-1} hidden={isOut}>
          <Page />
        </main>
      )}
      <Notices />
    </Frame>
  );
}

function Page() {
  const at = route.value;
  return (
    <>
      {at.page !== 'bridges' && typeof session.value === 'object' && <Away />}
      <Shown at={at} />
    </>
  );
}

function Shown({ at }: { readonly at: Route }) {
  const place = addressOf(at);
  const isFirst = useRef(true);
  // The focus moves to the start of the new page, for use by the keyboard.
  useEffect(() => {
    if (!isFirst.current && isFocusLost()) {
      document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [place]);
  if (session.value === 'asking') return <Lead />;
  switch (at.page) {
    case 'bridge':
      return <BridgePage key={at.name} name={at.name} />;
    case 'add':
      return <AddPage key="add" />;
    case 'change':
      return <AddPage key={at.name} name={at.name} />;
    case 'filters':
      return <FiltersPage key={at.name} name={at.name} />;
    case 'why':
      return <WhyPage />;
    case 'letters':
      return <LettersPage />;
    case 'settings':
      return <SettingsPage />;
    case 'dock':
    case 'bridges':
      return (
        <>
          <Lead />
          {rowCount.value > 0 && <BridgeList />}
          {rowCount.value === 0 && link.value === 'live' && <FirstVisit />}
        </>
      );
  }
}

/** Shown while there is no bridge: leads to the form for the first one. */
function FirstVisit() {
  if (!mayChange.value) return null;
  return (
    <p class="first">
      <a class="button primary" href={addressOf({ page: 'add' })}>
        <Icon name="plus" />
        {t().list.addFirst}
      </a>
    </p>
  );
}
