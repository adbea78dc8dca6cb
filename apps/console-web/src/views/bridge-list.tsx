import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { mayChange } from '../api/session.js';
import { chooseAll, chooseNone, chosen, isSelecting } from '../rows/selection.js';
import { rowCount, rowKeys, rowOf } from '../rows/store.js';
import type { Level } from '../rows/verdict.js';
import { platformName } from '../texts/platforms.js';
import { t } from '../texts/texts.js';
import { lazily } from '../ui/lazy.js';
import { virtualRange, type Range } from '../ui/virtual-range.js';
import { BridgeRow } from './bridge-row.js';
import { ListTools } from './list-tools.js';

const BulkBar = lazily(async () => (await import('./bulk-bar.js')).BulkBar);

export const search = signal('');
export const shownLevel = signal<Level | undefined>(undefined);

/** The keys of the rows that match the search; all of them without one. */
const shownKeys = computed<readonly string[]>(() => {
  const wanted = search.value.trim().toLowerCase();
  const level = shownLevel.value;
  if (wanted === '' && level === undefined) return rowKeys.value;
  return rowKeys.value.filter((key) => {
    const row = rowOf(key)!;
    if (level !== undefined && row.verdict.peek().level !== level) return false;
    return wanted === '' || isLike(key, wanted);
  });
});

function isLike(key: string, wanted: string): boolean {
  const { record, target } = rowOf(key)!.bridge.peek();
  const platform = record?.platform ?? '';
  const texts = [key, platform, platformName(platform), record?.place ?? '', target];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

export function BridgeList() {
  const { list } = t();
  const keys = shownKeys.value;
  return (
    <section class="bridges" aria-label={list.heading}>
      <ListTools />
      <div
        class={mayChange.value ? 'table table-choose' : 'table'}
        role="table"
        aria-label={list.heading}
        aria-rowcount={keys.length + 1}
        onKeyDown={moveByArrow}
      >
        <Heads keys={keys} />
        <Rows keys={keys} />
      </div>
      {keys.length === 0 && rowCount.value > 0 && <NoneFound />}
      <Bulk />
    </section>
  );
}

/** A part of its own: the list is not drawn again with every choice. */
function Bulk() {
  if (!isSelecting.value) return null;
  return (
    <section class="bulk" aria-label={t().list.ofChosen}>
      <BulkBar />
    </section>
  );
}

function Heads({ keys }: { readonly keys: readonly string[] }) {
  const { list } = t();
  const heads = [
    ['name', list.bridge],
    ['state', list.state],
    ['spark', ''],
    ['in', list.inRate],
    ['out', list.outRate],
    ['waiting', list.waiting],
    ['oldest', list.oldest],
    ['reported', list.lastReport],
    ['dropped', list.dropped],
  ] as const;
  return (
    <div class="heads" role="row" aria-rowindex={1}>
      {mayChange.value && (
        <div class="cell cell-choose" role="columnheader">
          <label class="choose-spot">
            <input
              type="checkbox"
              aria-label={list.chooseAll}
              checked={keys.length > 0 && keys.every((key) => chosen.value.has(rowOf(key)!.name))}
              onChange={({ currentTarget: { checked } }) =>
                checked ? chooseAll(keys) : chooseNone()
              }
            />
            <span class="choose-all" aria-hidden="true">
              {list.chooseAll}
            </span>
          </label>
        </div>
      )}
      {heads.map(([of, text]) => (
        <div
          key={of}
          class={`cell cell-${of}${of === 'name' || of === 'state' ? '' : ' cell-figure'}`}
          role="columnheader"
        >
          {text === '' ? <span class="gone">{list.inRate}</span> : text}
        </div>
      ))}
    </div>
  );
}

const range = signal<Range>({ from: 0, to: 40 });
const rowHeight = signal(52);

/** Draws only the visible rows, however many there are. */
function Rows({ keys }: { readonly keys: readonly string[] }) {
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const look = (): void => {
      const element = body.current;
      if (element === null) return;
      const height = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row'));
      rowHeight.value = height > 0 ? height : 52;
      const { top } = element.getBoundingClientRect();
      const next = virtualRange(-top, innerHeight, rowHeight.value);
      const { from, to } = range.peek();
      if (next.from !== from || next.to !== to) range.value = next;
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [keys.length]);
  const { from, to } = range.value;
  const height = rowHeight.value;
  const first = Math.min(from, Math.max(0, keys.length - 1));
  const seen = keys.slice(first, to);
  return (
    <div class="rows" role="rowgroup" ref={body} style={{ height: `${keys.length * height}px` }}>
      <div
        class="rows-seen"
        role="presentation"
        style={{ transform: `translateY(${first * height}px)` }}
      >
        {seen.map((key, i) => {
          const row = rowOf(key);
          return row === undefined ? null : <BridgeRow key={key} row={row} index={first + i} />;
        })}
      </div>
    </div>
  );
}

function showAll(): void {
  search.value = '';
  shownLevel.value = undefined;
}

function NoneFound() {
  return (
    <p class="none">
      {t().list.empty}{' '}
      <button type="button" class="quiet" onClick={showAll}>
        {t().list.showAll}
      </button>
    </p>
  );
}

/** Up and down go from bridge to bridge. */
function moveByArrow(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const at = (event.target as HTMLElement).dataset['row'];
  if (step === 0 || at === undefined) return;
  const next = document.querySelector<HTMLElement>(`[data-row="${Number(at) + step}"]`);
  if (next === null) return;
  event.preventDefault();
  next.focus();
}
