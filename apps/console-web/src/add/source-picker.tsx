import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/page-texts.js';
import { language } from '../texts/texts.js';
import { said } from '../texts/platforms.js';
import { isFocusLost } from '../ui/focus.js';
import type { SourceType } from './add-page.js';
import { Way } from './way.js';

const GROUPS = ['china', 'world', 'own'] as const;

/** Picks a source type. Each tile has a picture of what the type needs. */
export function SourcePicker(props: {
  readonly types: readonly SourceType[];
  readonly pick: (type: string) => void;
}) {
  const wanted = useSignal('');
  const words = t().add;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isFocusLost()) field.current?.focus({ preventScroll: true });
  }, []);
  const groups = language.value === 'zh' ? GROUPS : (['world', 'china', 'own'] as const);
  const found = props.types.filter((one) => isLike(one, wanted.value.trim().toLowerCase()));
  return (
    <section class="picker" aria-label={words.pick}>
      <input
        ref={field}
        type="search"
        aria-label={words.find}
        placeholder={words.find}
        value={wanted.value}
        onInput={({ currentTarget: { value } }) => (wanted.value = value)}
      />
      {groups.map((group) => (
        <Group
          key={group}
          name={words.groups[group]}
          types={found.filter(({ about }) => about.group === group)}
          pick={props.pick}
        />
      ))}
      {found.length === 0 && <p class="none">{words.noneFound}</p>}
    </section>
  );
}

function Group(props: {
  readonly name: string;
  readonly types: readonly SourceType[];
  readonly pick: (type: string) => void;
}) {
  if (props.types.length === 0) return null;
  return (
    <>
      <h2>{props.name}</h2>
      <div class="tiles">
        {props.types.map(({ type, about }) => (
          <button key={type} type="button" class="tile" onClick={() => props.pick(type)}>
            <strong>{said(about.platform)}</strong>
            <code>{type}</code>
            <span class="muted">{said(about.says)}</span>
            <Way about={about} />
          </button>
        ))}
      </div>
    </>
  );
}

function isLike({ type, about }: SourceType, wanted: string): boolean {
  const { platform, via = platform, says } = about;
  const texts = [type, ...[platform, via, says].flatMap(({ en, zh }) => [en, zh])];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
