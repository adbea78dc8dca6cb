import type { ComponentChildren } from 'preact';
import { logOut, session } from '../api/session.js';
import { totals } from '../rows/store.js';
import { figure } from '../texts/figures.js';
import { language, switchLanguage, t } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { tellFailure, tellProblem } from '../ui/notices.js';
import { addressOf, route } from '../ui/route.js';
import { switchTheme, theme } from '../ui/theme.js';

const THEME_ICONS = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

/** The frame around every page. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const { title } = t();
  return (
    <>
      {session.value !== 'none' && (
        <a class="skip" href="#content" onClick={skip}>
          {t().skip}
        </a>
      )}
      <header class="bar">
        <a class="brand" href={addressOf({ page: 'bridges' })}>
          <span class="logo" aria-hidden="true" />
          <span>{title}</span>
        </a>
        {typeof session.value === 'object' && <Nav />}
        <span class="bar-end">
          <Who />
          <button
            type="button"
            class="quiet"
            onClick={() => void switchLanguage().catch(() => tellFailure(t().part.failed))}
            title={t().switchLanguage}
            lang={language.value === 'en' ? 'zh-CN' : 'en'}
          >
            {t().otherLanguage}
          </button>
          <button
            type="button"
            class="quiet square"
            onClick={switchTheme}
            aria-label={t().theme[theme.value]}
            title={t().theme[theme.value]}
          >
            <Icon name={THEME_ICONS[theme.value]} />
          </button>
        </span>
      </header>
      {children}
    </>
  );
}

function Nav() {
  const { nav } = t();
  const at = route.value.page;
  const pages = ['bridges', 'why', 'letters', 'settings'] as const;
  return (
    <nav aria-label={nav.main}>
      {pages.map((page) => (
        <a
          key={page}
          href={addressOf({ page })}
          aria-current={at === page || (page === 'bridges' && isOfBridges(at)) ? 'page' : undefined}
        >
          {nav[page]}
          {page === 'letters' && totals.value.deadLettered > 0 && (
            <span class="nav-count">{figure(totals.value.deadLettered)}</span>
          )}
        </a>
      ))}
    </nav>
  );
}

function isOfBridges(page: string): boolean {
  return page === 'bridge' || page === 'add' || page === 'change' || page === 'filters';
}

function Who() {
  const who = session.value;
  if (typeof who !== 'object') return null;
  return (
    <>
      {who.role === 'viewer' && (
        <span class="badge" title={t().viewerHint}>
          {t().viewer}
        </span>
      )}
      {who.via === 'session' && (
        <button type="button" class="quiet" onClick={() => void logOut().catch(tellProblem)}>
          {t().login.out}
        </button>
      )}
    </>
  );
}

/** Moves the focus by hand: following the link would change the fragment, which holds the route. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}
