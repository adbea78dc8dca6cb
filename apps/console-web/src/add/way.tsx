import { t } from '../texts/page-texts.js';
import { said } from '../texts/platforms.js';
import type { SourceType } from './add-page.js';

const PICTURES = {
  chat: 'M3 4h14v9H9l-4 3.5V13H3zM6.5 7.5h7M6.5 10h4.5',
  window: 'M2.5 4h15v12h-15zM2.5 7.5h15M5 5.8h.1M7 5.8h.1',
  sender: 'M2.5 5h10v11h-10zM2.5 8h10M9 12h8.5M14.5 9l3 3-3 3',
  key: 'M7 13.5a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7zM10.5 10H18M15 10v3M17.5 10v2',
  mapping:
    'M7 3.5c-2 0-2 1-2 3s-.5 3-2 3.5c1.5.5 2 1.5 2 3.5s0 3 2 3M13 3.5c2 0 2 1 2 3s.5 3 2 3.5c-1.5.5-2 1.5-2 3.5s0 3-2 3',
  relay: 'M2 10.5h3.5l2-5 4 9.5 2.5-6.5 1.2 2H18',
  human:
    'M10 9.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM3.5 17.5c.4-4 3-5.5 6.5-5.5s6.1 1.5 6.5 5.5',
} as const;

interface Stop {
  readonly picture: keyof typeof PICTURES;
  readonly name: string;
  /** Whether the user must have it to add the bridge. */
  readonly isNeeded?: boolean;
}

/**
 * Draws the way of an event from the platform to the virtual human, and marks what the user needs.
 */
export function Way({ about }: Pick<SourceType, 'about'>) {
  return (
    <span class="way" aria-hidden="true">
      {stopsOf(about).map(({ picture, name, isNeeded = false }) => (
        <span key={picture} class={isNeeded ? 'stop stop-needed' : 'stop'}>
          <svg viewBox="0 0 20 20" width="20" height="20">
            <path d={PICTURES[picture]} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}

function stopsOf({ platform, via, needs }: SourceType['about']): readonly Stop[] {
  const words = t().add.way;
  // A tool that has the name of its platform reads many platforms.
  const chat = via?.en === platform.en ? words.platforms : said(platform);
  const tool = { picture: needs === 'sender' ? 'sender' : 'window', isNeeded: true } as const;
  return [
    { picture: 'chat', name: chat },
    ...(via === undefined ? [] : [{ ...tool, name: said(via) }]),
    ...(needs === 'key' ? [{ picture: 'key', name: words.key, isNeeded: true } as const] : []),
    ...(needs === 'mapping'
      ? [{ picture: 'mapping', name: words.mapping, isNeeded: true } as const]
      : []),
    { picture: 'relay', name: words.relay },
    { picture: 'human', name: words.human },
  ];
}
