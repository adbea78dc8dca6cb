import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import { untilAnswered } from '../ui/looks.js';
import { session } from '../api/session.js';
import { since } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';
import { now } from '../rows/store.js';
import { actionLabel, settingLabel, settingValue } from './setting-labels.js';
import { DockLink } from './dock-link.js';
import './settings.css';

interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly action: string;
  readonly subject: string;
}

interface Found {
  /** The configuration of this process, without secrets. */
  readonly settings: object;
  readonly audit: readonly AuditEntry[];
}

const ENTRIES = 50;

/** The configuration of the relay, who changed what, and the bridges as a file. */
export function SettingsPage() {
  const found = useSignal<Found | undefined>(undefined);
  const problem = useSignal('');
  useEffect(() => {
    return untilAnswered(
      async (signal) =>
        Promise.all([
          ask<object>('settings', { signal }),
          ask<{ items: AuditEntry[] }>(`audit?limit=${ENTRIES}`, { signal }),
        ]),
      ([settings, { items }]) => (found.value = { settings, audit: items }),
      (says) => (problem.value = says),
    );
  }, []);
  const words = t().settings;
  const who = session.value;
  return (
    <>
      <section class="card settings">
        <h1>{words.heading}</h1>
        {typeof who === 'object' && (
          <p class="muted">{words.who(words.roles[who.role], words.vias[who.via])}</p>
        )}
        <p class="head-end">
          <a class="button" href="/api/configuration/export" download="bridges.yaml">
            {words.exportApi}
          </a>
          <a class="button" href="/api/configuration/export?origin=all" download="bridges.yaml">
            {words.exportAll}
          </a>
          <a class="button" href="/api/docs" target="_blank" rel="noreferrer">
            {words.api}
          </a>
        </p>
        {problem.value !== '' && <p class="problem">{problem.value}</p>}
        {found.value !== undefined && <Block of={found.value.settings} />}
        <p class="muted">{words.fromFile}</p>
      </section>
      <DockLink />
      {found.value !== undefined && <Audit entries={found.value.audit} />}
    </>
  );
}

/** The audit trail names a role, not a bridge or target, as the subject of a session. */
function isRole(action: string, subject: string): subject is 'operator' | 'viewer' {
  return action.startsWith('session.') && (subject === 'operator' || subject === 'viewer');
}

/** The label of a key, and the key as the file has it. */
function Name({ of }: { readonly of: string }) {
  const label = settingLabel(of);
  if (label === undefined) return <bdi>{of}</bdi>;
  return (
    <>
      {label} <code class="key">{of}</code>
    </>
  );
}

/** A block of the configuration: names and values as in the file. */
function Block({ of }: { readonly of: object }) {
  return (
    <dl class="setting-list">
      {Object.entries(of).map(([key, value]) => (
        <div key={key} class={isInner(value) ? 'inner' : ''}>
          <dt>
            <Name of={key} />
          </dt>
          <dd>{isInner(value) ? <Block of={value} /> : textOf(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function isInner(value: unknown): value is object {
  const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isBlock && Object.keys(value).length > 0;
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return t().settings.yesNo[value ? 0 : 1];
  // An empty list is shown as a dash.
  if (Array.isArray(value))
    return value.map((one) => settingValue(String(one))).join(t().listed) || '–';
  return typeof value === 'string' || typeof value === 'number' ? settingValue(String(value)) : '–';
}

function Audit({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const words = t().settings;
  return (
    <section class="card settings">
      <h2>{words.audit}</h2>
      {entries.length === 0 && <p class="muted">{words.auditNone}</p>}
      <ul class="audit">
        {entries.map(({ id, at, by, action, subject }) => (
          <li key={id}>
            <span class="muted">{since(now.value - at)}</span>
            <span>{actionLabel(action)}</span>
            <bdi>{isRole(action, subject) ? words.roles[subject] : subject}</bdi>
            <span class="muted">{words.by[by] ?? by}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
