import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/page-texts.js';
import { language } from '../texts/texts.js';
import { platformName } from '../texts/platforms.js';
import { isFocusLost } from '../ui/focus.js';
import { HELP } from './source-help.js';
import { NEEDS, UNKNOWN_NEEDS, type SourceNeeds } from './needs.js';
import { Way } from './way.js';

const GROUPS = ['china', 'world', 'own'] as const;

/** Picks a source type. Each tile has a picture of what the type needs. */
export function SourcePicker(props: {
  readonly types: readonly string[];
  readonly pick: (type: string) => void;
}) {
  const wanted = useSignal('');
  const words = t().add;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isFocusLost()) field.current?.focus({ preventScroll: true });
  }, []);
  const groups = language.value === 'zh' ? GROUPS : (['world', 'china', 'own'] as const);
  const found = props.types.filter((type) => isLike(type, wanted.value.trim().toLowerCase()));
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
          types={found.filter((type) => needsOf(type).group === group)}
          pick={props.pick}
        />
      ))}
      {found.length === 0 && <p class="none">{words.noneFound}</p>}
    </section>
  );
}

function Group(props: {
  readonly name: string;
  readonly types: readonly string[];
  readonly pick: (type: string) => void;
}) {
  if (props.types.length === 0) return null;
  const order = Object.keys(NEEDS);
  const types = props.types.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  return (
    <>
      <h2>{props.name}</h2>
      <div class="tiles">
        {types.map((type) => (
          <button key={type} type="button" class="tile" onClick={() => props.pick(type)}>
            <strong>{platformName(type)}</strong>
            <code>{type}</code>
            <span class="muted">{said(needsOf(type).says)}</span>
            <Way type={type} />
          </button>
        ))}
      </div>
    </>
  );
}

/** The help texts of a source type, by key. */
export function helpOf(type: string): Readonly<Record<string, string>> {
  const help = Object.entries(Object.hasOwn(HELP, type) ? HELP[type]! : {});
  return Object.fromEntries(help.map(([key, texts]) => [key, said(texts)]));
}

export function needsOf(type: string): SourceNeeds {
  return Object.hasOwn(NEEDS, type) ? NEEDS[type]! : UNKNOWN_NEEDS;
}

export function said([en, zh = en]: readonly [en: string, zh?: string]): string {
  return language.value === 'zh' ? zh : en;
}

function isLike(type: string, wanted: string): boolean {
  const { via = [], says } = needsOf(type);
  const texts = [type, platformName(type), ...via, ...says];
  return texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}
