import type { BridgeStatus } from '../api/contract.js';
import { droppedInRow, droppedText } from '../texts/dropped-text.js';
import { mayChange } from '../api/session.js';
import { choose, chosen } from '../rows/selection.js';
import { now, type Row } from '../rows/store.js';
import { figure, rateFigure, since, span } from '../texts/figures.js';
import { t } from '../texts/texts.js';
import { verdictLine, wayOutOf } from '../texts/verdict-line.js';
import { platformName } from '../texts/platforms.js';
import { addressOf } from '../ui/route.js';
import { Sparkline } from '../ui/sparkline.js';

/** The sparkline covers five minutes. */
const SPARK_SLOTS = 60;

/** The row of a bridge in the list. */
export function BridgeRow({ row, index }: { readonly row: Row; readonly index: number }) {
  const { name } = row;
  return (
    <div class={`row row-${row.verdict.value.level}`} role="row" aria-rowindex={index + 2}>
      {mayChange.value && <Chooser name={name} />}
      <div class="cell cell-name" role="cell">
        <a
          class="row-link"
          href={addressOf({ page: 'bridge', name })}
          data-row={index}
          title={name}
        >
          <bdi>{name}</bdi>
        </a>
        <Place row={row} />
      </div>
      <State row={row} />
      <Rates row={row} />
      <Figures row={row} />
    </div>
  );
}

function Chooser({ name }: { readonly name: string }) {
  return (
    <div class="cell cell-choose" role="cell">
      <label class="choose-spot">
        <input
          type="checkbox"
          aria-label={t().list.choose(name)}
          checked={chosen.value.has(name)}
          onChange={({ currentTarget: { checked } }) => choose(name, checked)}
        />
      </label>
    </div>
  );
}

function Place({ row }: { readonly row: Row }) {
  const { record, target } = row.bridge.value;
  const parts = [platformName(record?.platform ?? ''), record?.place ?? ''].filter(
    (one) => one !== '',
  );
  return (
    <span class="place" title={target}>
      <bdi>{parts.join(' · ')}</bdi>
    </span>
  );
}

function State({ row }: { readonly row: Row }) {
  const verdict = row.verdict.value;
  const wayOut = wayOutOf(verdict);
  const isLive = row.target.value?.liveJob !== undefined;
  return (
    <div class="cell cell-state" role="cell">
      <span class={`dot dot-${verdict.level}`} aria-hidden="true" />
      <span class="gone">{t().levels[verdict.level]}: </span>
      <span class="says" title={wayOut}>
        {verdictLine(verdict)}
      </span>
      {isLive && <span class="live">{t().list.liveJob}</span>}
    </div>
  );
}

function Rates({ row }: { readonly row: Row }) {
  const { list } = t();
  const at = now.value;
  const { received, reported } = row.trace.rates(at);
  const { received: series } = row.trace.series(at, SPARK_SLOTS);
  const rate = rateFigure(received);
  return (
    <>
      <div class="cell cell-spark" role="cell">
        <Sparkline values={series} />
        <span class="gone">{list.trend(rate)}</span>
      </div>
      <Figure name={list.inRate} of="in" value={rate} />
      <Figure name={list.outRate} of="out" value={rateFigure(reported)} />
    </>
  );
}

function Figures({ row }: { readonly row: Row }) {
  const { list } = t();
  const bridge = row.bridge.value;
  const { oldestAgeMs, reportedAt, answersWaiting } = row.target.value ?? {};
  const answers = answersWaiting === undefined ? undefined : list.answers(figure(answersWaiting));
  const dropped = droppedOf(bridge);
  const most = mostlyDropped(bridge);
  const oldest = bridge.waiting > 0 && oldestAgeMs !== undefined ? span(oldestAgeMs) : '–';
  return (
    <>
      <Figure name={list.waiting} of="waiting" value={figure(bridge.waiting)} />
      <Figure name={list.oldest} of="oldest" value={oldest} />
      <Figure
        name={list.lastReport}
        of="reported"
        value={reportedAt === undefined ? '–' : since(now.value - reportedAt)}
        more={answers}
      />
      <Figure
        name={list.dropped}
        of="dropped"
        value={figure(dropped)}
        more={most === undefined ? undefined : droppedInRow(most)}
        hint={most === undefined ? undefined : droppedText(most)}
      />
    </>
  );
}

function Figure(props: {
  readonly name: string;
  readonly of: string;
  readonly value: string;
  readonly more?: string | undefined;
  /** The full text of what `more` says in short. */
  readonly hint?: string | undefined;
}) {
  const isNothing = props.value === '0' || props.value === '–';
  return (
    <div class={`cell cell-figure cell-${props.of}${isNothing ? ' nothing' : ''}`} role="cell">
      <span class="figure-name" aria-hidden="true">
        {props.name}
      </span>
      {props.value}
      {props.more !== undefined && (
        <span class="figure-more" title={props.hint ?? props.more}>
          {props.more}
        </span>
      )}
    </div>
  );
}

/** The reason for which most events were dropped. */
function mostlyDropped({ dropped }: BridgeStatus): string | undefined {
  let [most, of]: [number, string | undefined] = [0, undefined];
  for (const [reason, count] of Object.entries(dropped))
    if (count > most) [most, of] = [count, reason];
  return of;
}

function droppedOf({ dropped }: BridgeStatus): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
