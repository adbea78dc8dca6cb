import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { BridgeView } from '../api/contract.js';
import { toldText } from '../forms/told-text.js';
import { rowsNamed, type Row } from '../rows/store.js';
import { platformName } from '../texts/platforms.js';
import { t } from '../texts/page-texts.js';
import { verdictLine, wayOutOf } from '../texts/verdict-line.js';
import { Icon } from '../ui/icons.js';
import { addressOf } from '../ui/route.js';
import { BridgeButtons } from './bridge-buttons.js';
import { Connection, Ledger, Room, Spec } from './bridge-facts.js';
import { LiveEvents } from './live-events.js';
import { LatencyPlot, RatePlot } from './plots.js';
import { Reports } from './reports.js';
import { Takeover } from './takeover.js';
import { askForBridge, useReports } from './target-watch.js';
import './bridge.css';

/** Everything about one bridge, and what can be done with it. */
export function BridgePage({ name }: { readonly name: string }) {
  const [row, ...left] = rowsNamed(name);
  return (
    <>
      <a class="back" href={addressOf({ page: 'bridges' })}>
        <Icon name="back" />
        {t().nav.bridges}
      </a>
      {row === undefined ? <Missing name={name} /> : <Opened key={row.key} row={row} />}
      {left.map((other) => (
        <Ledger key={other.key} row={other} />
      ))}
    </>
  );
}

/** The stream tells of a bridge a moment after it was made, or after this page was opened. */
function Missing({ name }: { readonly name: string }) {
  const isNone = useSignal(false);
  useEffect(() => askForBridge(name, (found) => (isNone.value = found === undefined)), [name]);
  return <p class="card">{isNone.value ? t().bridge.unknown(name) : t().part.loading}</p>;
}

function Opened({ row }: { readonly row: Row }) {
  const view = useSignal<BridgeView | undefined>(undefined);
  const { record, target: targetId } = row.bridge.value;
  const reports = useReports(targetId).value;
  const target = row.target.value;
  // The spec is fetched again whenever it may have changed.
  useEffect(
    () => askForBridge(row.name, (found) => (view.value = found)),
    [record?.revision, record?.wanted, record?.problem, row.bridge.value.target],
  );
  return (
    <>
      <Head row={row} />
      {view.value?.cautions?.map(({ detail }) => (
        <p key={detail} class="card problem" role="status">
          {toldText(detail, '', false)}
        </p>
      ))}
      <div class="opened">
        <div class="pair">
          <RatePlot row={row} />
          <LatencyPlot reports={reports} />
        </div>
        <LiveEvents row={row} />
        {target !== undefined && <Takeover target={target} />}
        <Ledger row={row} />
        <Room row={row} />
        <Reports reports={reports} />
        <Connection row={row} />
        {view.value !== undefined && <Spec view={view.value} />}
      </div>
    </>
  );
}

function Head({ row }: { readonly row: Row }) {
  const verdict = row.verdict.value;
  const { record } = row.bridge.value;
  const place = [platformName(record?.platform ?? ''), record?.place ?? ''];
  const wayOut = wayOutOf(verdict);
  return (
    <section class={`card head lead-${verdict.level}`}>
      <div class="head-name">
        <h1>
          <bdi>{row.name}</bdi>
        </h1>
        <span class="place">
          <bdi>{place.filter((one) => one !== '').join(' · ')}</bdi>
        </span>
      </div>
      <p class="head-state" role="status">
        <span class={`dot dot-${verdict.level}`} aria-hidden="true" />
        <strong>{verdictLine(verdict)}</strong>
        {wayOut !== '' && <span class="muted">{wayOut}</span>}
      </p>
      <BridgeButtons row={row} />
    </section>
  );
}
