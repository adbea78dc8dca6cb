import { identifiersOf, readSourceFiles } from './tidy/source-files.js';

/**
 * Words of the glossary in docs/ARCHITECTURE.md that meant several things once: names with such a word
 * stand only where it means what the glossary says. Keys of stored data and of the API keep theirs.
 */
const WORDS: readonly { word: RegExp; in: RegExp; only: RegExp }[] = [
  {
    // A permission that several take in an order: to report, to connect, to count streaks. What a socket
    // may bring before the event loop turns is a slice.
    word: /(?:^#?|_)turns?(?:$|[A-Z_])|[a-z]Turns?(?:$|[A-Z])|^Turns?(?:$|[A-Z])|(?:^|_)TURNS?(?:_|$)/,
    in: /^(?:apps\/relay\/src|libs)\//,
    only: new RegExp(
      [
        String.raw`\/(?:network|doctor|reporter|status|connected|api\/docs)\/|collector\/collector\.ts$|target-fields\.ts$`,
        String.raw`libs\/choosing\/|choose\.(?:builder|options)\.ts$|api-caller\.ts$|connection\/(?:ask|link|options)\.ts$`,
        String.raw`shared-socket\.ts$|source-protocol\.ts$|eventsub\.source\.ts$`,
        // The turn to count gift streaks among the processes that append to one bridge.
        String.raw`\/collector\/(?:held|pushed)\/(?:streak-turn|bridge|bridge-streaks|held-bridge|pushed-bridge)\.ts$`,
        String.raw`ingest\.endpoint\.ts$|\/append\/appender\.ts$|\/redis\/buffer-(?:redis|keys)\.ts$|\/streak-turn\.lua\.ts$`,
        // What a target is parked for.
        String.raw`\/target-delay\.ts$|\/append\/news\.lua\.ts$`,
      ].join('|'),
    ),
  },
  {
    // What one collector holds of all bridges, by weight. What a class may fill is its limit.
    word: /(?:^#?)shares?(?:$|[A-Z])|[a-z]Shares?(?:$|[A-Z])|(?:^|_)SHARES?(?:_|$)/,
    in: /^(?:apps\/relay\/src|libs)\//,
    // A platform's own word, and the reader of a mapping's key.
    only: /\/collector\/(?:share\/|collector\.ts)|huya-open\.external\.ts$|gift-reader\.ts$/,
  },
  {
    // What is left over. A target is parked, a source released or idle, a slice spent.
    word: /^#?(?:is)?[rR]est(?:s|ed|ing)$|^#?rest[A-Z]|[a-z]Rest(?:s|ed|ing)?(?:$|[A-Z])|(?:^|_)RESTS?(?:_|$)/,
    in: /^(?:apps\/relay\/src|libs)\//,
    // Of the metric relay_source_resting, which keeps its name.
    only: /\/(?:telemetry)\//,
  },
  {
    // A bridge that this process runs; what an operator asks of a target.
    word: /^#?(?:is)?held$/i,
    in: /^(?:apps\/relay\/src|libs)\//,
    only: /\/(?:collector|recording|leases|targets|api\/targets|status)\/|\/(?:lease|collector)\.telemetry\.ts/,
  },
  {
    // A target that waits in its reporter. An event that waits to be chosen is a candidate.
    word: /park/i,
    in: /^(?:apps\/relay\/src|libs)\//,
    only: /\/reporter\/|\/(?:target-waker|appender|target-table|target-delay|target-fields)\.ts$|\/append(?:\/news)?\.lua\.ts$|\/drain\.lua\.ts$|event-buffer\/src\/index\.ts$/,
  },
  {
    // What a process writes in Redis for another to read. What `check` prints is a caution, what stands
    // beside a row a remark, what a progress line adds a detail.
    word: /^#?(?:notes?|noted|noting)$|^#?[nN]ote[A-Z]|^Noted?$|[a-z]Notes?$/,
    in: /^(?:libs\/(?:config|choosing|metastudio|secret|platforms)|apps\/relay\/src\/(?:listing|recording|embedded-redis|init|doctor|trail|choosing|api\/events))\//,
    // Of what a source, or what was chosen, has in Redis.
    only: /\/api\/events\/target-rows\.ts$|\/choosing\/window-closer\.ts$/,
  },
  {
    // Room for one target in the reporter.
    word: /^#?places?$/,
    in: /^(?:apps\/relay\/src\/reporter|libs\/event-buffer\/src)\//,
    only: /\/run\/|\/reporter\.module\.ts/,
  },
  {
    // Where both meet, a job of MetaStudio's is a liveJob, and BullMQ's is a queueJob.
    word: /^#?job$/,
    in: /^(?:apps\/relay\/src\/reporter|libs\/event-buffer\/src)\//,
    // The names of stored data: of a field of a target's hash, and of a record of the trail.
    only: /\/(?:target-fields|settlement-trail)\.ts$/,
  },
];

/**
 * The names of stored data: of a field of a target's hash, of a suspicion in it, and of a drop
 * reason.
 */
const STORED =
  /\/(?:drop-reasons|reason-words)\.ts$|\/decide\/(?:pace|effects|refusal-search)\.ts$|\/accepted-reports\.ts$/;

describe('a word of the glossary', () => {
  const files = readSourceFiles().filter(({ isTest }) => !isTest);

  it('names nothing else in the code', () => {
    const astray = WORDS.flatMap((rule) => {
      const concerned = files.filter(({ path }) => {
        return rule.in.test(path) && !rule.only.test(path) && !STORED.test(path);
      });
      return concerned.flatMap((file) => {
        const found = identifiersOf(file).filter(({ name }) => rule.word.test(name));
        return found.map(({ name, line }) => `${file.path}:${line} ${name}`);
      });
    });
    expect(astray).toEqual([]);
  });
});
