import { DROP_REASONS } from '#live-event';
import { METRICS } from '#telemetry';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { headingsOf } from './headings.js';

const FOLDER = 'deploy/prometheus';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RuleTest {
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts: unknown[];
  }[];
}

/** What Prometheus puts into an annotation. */
const VALUE = /\{\{.+?\}\}/gu;

const rules = yamlFiles(FOLDER, '.rules.yml')
  .flatMap((file) => (file as { groups: { rules: Rule[] }[] }).groups)
  .flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const tests = yamlFiles(`${FOLDER}/tests`, '.test.yml')
  .flatMap((file) => (file as { tests: RuleTest[] }).tests)
  .flatMap((test) => test.alert_rule_test);

describe('the alerts', () => {
  it('count as lost by overload what there was no room for, and nothing else', () => {
    const lost = DROP_REASONS.filter(({ noRoom }) => noRoom).map(({ reason }) => reason);
    const matchers = rules.flatMap(({ expr }) => [
      ...expr.matchAll(/relay_events_dropped_total\{reason=~"([^"]+)"\}/gu),
    ]);
    expect(matchers.length).toBeGreaterThan(2);
    for (const [, pattern] of matchers) {
      const matched = DROP_REASONS.filter(({ reason }) => {
        return new RegExp(`^(?:${pattern})$`, 'u').test(reason);
      });
      expect(matched.map(({ reason }) => reason)).toEqual(lost);
    }
  });

  it('and the objective watch what Redis has lost, which nobody wanted either', () => {
    const watching = rules.filter(({ expr }) => expr.includes('reason="lost_in_redis"'));
    const names = watching.map(({ alert, record }) => alert ?? record);
    expect(new Set(names)).toEqual(new Set(['RelayRedisLostEvents', 'relay:events_lost:rate5m']));
    const panels = readFileSync('deploy/grafana/live-event-relay.json', 'utf8');
    const lost = [...panels.matchAll(/relay_events_dropped_total\{reason[!=]~\\"([^"]+)\\"/gu)];
    expect(lost.length).toBeGreaterThan(2);
    for (const [, pattern] of lost) expect(pattern!.split('|')).toContain('lost_in_redis');
  });

  it.each(alerts.map((rule) => [rule.alert!, rule]))(
    '%s has a severity, words, and a section of the runbook that exists',
    (_name, { labels, annotations }) => {
      expect(['critical', 'warning']).toContain(labels!['severity']);
      expect(annotations!['summary']).toMatch(/\S/);
      expect(annotations!['description']).toMatch(/\S/);
      const [page, section] = annotations!['runbook_url']!.split('#');
      const headings = headingsOf(readFileSync(page!, 'utf8'));
      expect(headings.map(({ anchor }) => anchor)).toContain(section);
    },
  );

  it.each(alerts.map(({ alert, annotations }) => [alert!, annotations!] as const))(
    '%s says the same in Chinese, with the same values, and leads to the same section of the Chinese runbook',
    (_name, annotations) => {
      for (const word of ['summary', 'description']) {
        const [english, chinese] = [annotations[word]!, annotations[`${word}_zh`]!];
        expect(chinese).toMatch(/\p{Script=Han}/u);
        expect(new Set(chinese.match(VALUE))).toEqual(new Set(english.match(VALUE)));
      }
      const english = annotations['runbook_url']!.split('#');
      const chinese = annotations['runbook_url_zh']!.split('#');
      expect(chinese[0]).toBe(english[0]!.replace('.md', '.zh-CN.md'));
      const anchors = [english, chinese].map(([page]) =>
        headingsOf(readFileSync(page!, 'utf8')).map(({ anchor }) => anchor),
      );
      expect(anchors[1]![anchors[0]!.indexOf(english[1]!)]).toBe(chinese[1]);
    },
  );

  it('have every annotation that deploy/README.md shows how to send', () => {
    const page = readFileSync('deploy/README.md', 'utf8');
    const sent = [...page.matchAll(/\.Annotations\.(\w+)/gu)].map(([, name]) => name!);
    expect(sent.length).toBeGreaterThan(5);
    for (const { annotations } of alerts)
      expect(Object.keys(annotations!).toSorted()).toEqual([...new Set(sent)].toSorted());
  });

  it('lead to an address of the reader by the command of docs/METRICS.md', () => {
    const page = readFileSync('docs/METRICS.md', 'utf8');
    const [, from = '', to = ''] = /`sed -i 's#(.+?)#(.+?)#' \*\.rules\.yml`/u.exec(page)!;
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.rules.yml'));
    const texts = files.map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));
    const led = texts.flatMap((text) => text.split('\n').map((line) => line.replace(from, to)));
    expect(led.filter((line) => line.includes(`${to}RUNBOOK`))).toHaveLength(2 * alerts.length);
  });

  it('are named by the section of the runbook that each leads to, and no section names another', () => {
    const named = new Map<string, string[]>();
    for (const { alert, annotations } of alerts) {
      const [, section] = annotations!['runbook_url']!.split('#');
      named.set(section!, [...(named.get(section!) ?? []), alert!]);
    }
    const sections = readFileSync('docs/RUNBOOK.md', 'utf8').split(/^## /mu).slice(1);
    const told = sections.flatMap((text) => {
      const [, names] = /^Alerts?: (.+)\.$/mu.exec(text) ?? [];
      return names === undefined ? [] : [[headingsOf(`## ${text}`)[0]!.anchor, names] as const];
    });
    const wanted = [...named].map(([section, names]) => [
      section,
      names.map((name) => `\`${name}\``).join(', '),
    ]);
    expect(new Map(told)).toEqual(new Map(wanted as [string, string][]));
  });

  it.each(alerts.map(({ alert }) => alert!))('%s is tested firing and not firing', (name) => {
    const [firing, quiet] = [
      tests.filter(({ alertname, exp_alerts: all }) => alertname === name && all.length > 0),
      tests.filter(({ alertname, exp_alerts: all }) => alertname === name && all.length === 0),
    ];
    expect(firing.length).toBeGreaterThan(0);
    expect(quiet.length).toBeGreaterThan(0);
  });

  it('read metrics that the relay exports, with labels that they have', () => {
    const known = new Map<string, readonly string[]>(
      Object.values(METRICS).map(({ name, labels }) => [name, labels]),
    );
    const read = rules.flatMap(({ expr }) => [...expr.matchAll(/\b(relay_\w+)(?:\{([^}]*)\})?/g)]);
    expect(read.length).toBeGreaterThan(30);
    for (const [, series = '', matchers = ''] of read) {
      const name = series.replace(/_(bucket|count|sum)$/, '');
      const labels = [...matchers.matchAll(/(\w+)\s*[=!]/g)].map(([, label]) => label!);
      expect([series, known.has(name)]).toEqual([series, true]);
      const missing = labels.filter((label) => label !== 'le' && !known.get(name)!.includes(label));
      expect([series, missing]).toEqual([series, []]);
    }
  });

  it('read only recorded series that the rules record', () => {
    const recorded = new Set(rules.map(({ record }) => record));
    const read = rules.flatMap(({ expr }) => expr.match(/\brelay:[\w:]+/g) ?? []);
    expect(read.filter((name) => !recorded.has(name))).toEqual([]);
  });
});

function yamlFiles(folder: string, ending: string): unknown[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.map((name) => parse(readFileSync(`${folder}/${name}`, 'utf8')) as unknown);
}
