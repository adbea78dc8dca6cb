import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ask } from '../api/client.js';
import { mayChange, session } from '../api/session.js';
import { t } from '../texts/page-texts.js';
import { tell, tellProblem } from '../ui/notices.js';

const LINK_MINUTES = 5;

/**
 * Makes the one-time link that opens the console in a dock of OBS, which has cookies of its own.
 */
export function DockLink() {
  const code = useSignal<string | undefined>(undefined);
  const words = t().settings.dock;
  const who = session.value;
  if (typeof who !== 'object' || !mayChange.value) return null;
  const isOpen = who.via === 'loopback';
  const make = async (role: 'viewer' | 'operator'): Promise<void> => {
    try {
      const asking = { method: 'POST', body: { role } } as const;
      code.value = (await ask<{ code: string }>('session-links', asking)).code;
    } catch (error) {
      tellProblem(error);
    }
  };
  const page = location.origin + location.pathname;
  return (
    <section class="card settings">
      <h2>{words.heading}</h2>
      <p class="muted">{isOpen ? words.leadOpen : words.lead}</p>
      {isOpen ? (
        <Address address={page} />
      ) : (
        <p class="head-end">
          <button type="button" onClick={() => void make('viewer')}>
            {words.viewer}
          </button>
          <button type="button" onClick={() => void make('operator')}>
            {words.operator}
          </button>
        </p>
      )}
      {code.value !== undefined && (
        <div role="status" class="dock-made">
          <Address address={`${page}#/dock/${code.value}`} />
          <p class="help">{words.once(LINK_MINUTES)}</p>
        </div>
      )}
    </section>
  );
}

function Address({ address }: { readonly address: string }) {
  const field = useRef<HTMLInputElement>(null);
  const words = t().settings.dock;
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(address);
      tell(words.copied);
    } catch {
      // Without TLS a page may not use the clipboard: the link is selected, to be copied by hand.
    }
  };
  return (
    <p class="dock-address">
      <input
        ref={field}
        type="text"
        readOnly
        value={address}
        aria-label={words.address}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <button type="button" onClick={() => void copy()}>
        {words.copy}
      </button>
    </p>
  );
}
