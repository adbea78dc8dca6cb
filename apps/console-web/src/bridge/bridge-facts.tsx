import type { ComponentChildren } from 'preact';
import type { BridgeStatus, BridgeView } from '../api/contract.js';
import { now, type Row } from '../rows/store.js';
import { clock, figure, since, span } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { droppedText } from '../texts/dropped-text.js';
import { told } from '../texts/told.js';
import { reversed } from '../ui/reversed.js';

/** What became of the events: the other counts add up to the received ones. */
export function Ledger({ row }: { readonly row: Row }) {
  const words = t().bridge;
  const { received, reported, waiting, deadLettered, dropped } = row.bridge.value;
  const reasons = Object.entries(dropped).sort(([, one], [, other]) => other - one);
  return (
    <Card heading={words.ledger}>
      <table class="ledger">
        <tbody>
          <Sum name={words.received} count={received} isAll />
          <Sum name={words.reported} count={reported} />
          <Sum name={words.waiting} count={waiting} />
          <Sum name={words.deadLettered} count={deadLettered} />
          {reasons.map(([reason, count]) => (
            <Sum key={reason} name={droppedText(reason)} count={count} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Sum(props: { readonly name: string; readonly count: number; readonly isAll?: boolean }) {
  const { name, count, isAll = false } = props;
  return (
    <tr class={isAll ? 'all' : count === 0 ? 'nothing' : ''}>
      <th scope="row">{name}</th>
      <td>{figure(count)}</td>
    </tr>
  );
}

/** The live room of MetaStudio that it reports to. */
export function Room({ row }: { readonly row: Row }) {
  const words = t().bridge;
  const target = row.target.value;
  if (target === undefined) return null;
  const { liveJob, reportedAt, nextAt, failures, failing, state, oldestAgeMs, control } = target;
  const at = now.value;
  return (
    <Card heading={words.room}>
      <dl class="facts">
        <Fact name={words.roomId} value={target.target} />
        <Fact name={words.roomState} value={words.states[state] ?? state} />
        <Fact name={words.liveJob} value={liveJob ?? words.noLiveJob} />
        <Fact
          name={words.lastReport}
          value={reportedAt === undefined ? '–' : since(at - reportedAt)}
        />
        <Fact name={words.oldest} value={oldestAgeMs === undefined ? '–' : span(oldestAgeMs)} />
        {failures > 0 && (
          <Fact
            name={words.failures}
            value={t().because(figure(failures), t().whys[failing ?? ''] ?? failing ?? '')}
          />
        )}
        {nextAt !== undefined && <Fact name={words.next} value={span(nextAt - at)} />}
        {control.by !== undefined && <Fact name={words.controlBy} value={whoText(control.by)} />}
      </dl>
    </Card>
  );
}

/** The state of the connection, and its earlier states. */
export function Connection({ row }: { readonly row: Row }) {
  const words = t().bridge;
  const {
    frameAt,
    eventAt,
    sourceFrames,
    sourceNotUnderstood = 0,
    sourceRoom,
    heldBy,
    alsoHeldBy,
    second,
  } = row.bridge.value;
  const at = now.value;
  // The relay sends these times every few seconds only; the rates show new events sooner.
  const isHeardNow = row.trace.rates(at).received > 0;
  const ago = (then: number): string => since(isHeardNow ? 0 : at - then);
  return (
    <Card heading={words.connection}>
      <dl class="facts">
        {eventAt !== undefined && <Fact name={words.lastEvent} value={ago(eventAt)} />}
        {frameAt !== undefined && <Fact name={words.lastFrame} value={ago(frameAt)} />}
        {sourceFrames !== undefined && (
          <Fact name={words.frames} value={words.framesOf(sourceFrames, sourceNotUnderstood)} />
        )}
        {sourceRoom !== undefined && (
          <Fact name={words.platformSays} value={words.rooms[sourceRoom] ?? sourceRoom} />
        )}
        {heldBy !== undefined && <Fact name={words.heldBy} value={heldBy.slice(0, 8)} />}
        {second !== undefined && <Fact name={words.second} value={secondText(second)} />}
        {second?.frameAt !== undefined && (
          <Fact name={words.secondFrame} value={since(at - second.frameAt)} />
        )}
        {alsoHeldBy !== undefined && (
          <Fact name={words.secondHeldBy} value={alsoHeldBy.slice(0, 8)} />
        )}
      </dl>
      <ol class="moments" tabIndex={0} aria-label={words.history}>
        {reversed(row.moments).map((moment) => (
          <li key={moment.at}>
            <time dateTime={new Date(moment.at).toISOString()}>{clock(moment.at)}</time>
            <span>{words.sources[moment.source] ?? moment.source}</span>
            <span class="muted">{whyText(moment)}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** The spec as it was written, with its secrets sealed. */
export function Spec({ view }: { readonly view: BridgeView }) {
  const words = t().bridge;
  return (
    <Card heading={words.spec}>
      <p class="muted">
        {words.changedBy(whoText(view.changedBy), since(now.value - view.changedAt))}
      </p>
      <pre class="spec" tabIndex={0}>
        {JSON.stringify(view.spec, undefined, 2)}
      </pre>
    </Card>
  );
}

function secondText({
  source,
  reason,
  refused,
  refusedZh,
  deaf,
}: NonNullable<BridgeStatus['second']>): string {
  const { sources } = t().bridge;
  const says = sources[source] ?? source;
  const moment = { source, sourceReason: reason, sourceRefused: refused };
  const why = whyText({ ...moment, sourceRefusedZh: refusedZh, sourceDeaf: deaf });
  return source === 'ready' || why === '' ? says : t().because(says, why);
}

/** Why a connection ended, or hears nothing. */
function whyText(moment: Omit<Row['moments'][number], 'at'>): string {
  const { sourceRefused, sourceRefusedZh, sourceDeaf, sourceReason } = moment;
  if (sourceRefused !== undefined) return told(sourceRefused, sourceRefusedZh);
  const why = sourceDeaf ?? sourceReason ?? '';
  return t().whys[why] ?? why;
}

/** Who did something, as the audit trail names them. */
function whoText(by: string): string {
  return t().settings.by[by] ?? by;
}

function Card(props: { readonly heading: string; readonly children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{props.heading}</h2>
      {props.children}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}
