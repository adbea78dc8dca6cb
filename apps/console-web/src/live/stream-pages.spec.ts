import { jest } from '@jest/globals';
import { SILENT_MS } from './feed.js';
import { GONE_MS, StreamPages, type PagePort } from './stream-pages.js';

/** Stands in for the browser's: Node has none. */
class StandInEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static readonly all: StandInEventSource[] = [];
  readyState = 1;

  constructor() {
    super();
    StandInEventSource.all.push(this);
  }

  close(): void {
    this.readyState = StandInEventSource.CLOSED;
  }

  tell(event: string, data: object): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

const TOTALS = { received: 0, reported: 0, deadLettered: 0, waiting: 0, dropped: {} };
const STATUS = { at: 1, totals: TOTALS, missingRoles: [], targets: [], bridges: [] };

let now = 0;
let pages: StreamPages;

beforeEach(() => {
  Object.assign(globalThis, { EventSource: StandInEventSource });
  StandInEventSource.all.length = 0;
  now = 0;
  pages = new StreamPages(() => now);
});

afterEach(() => {
  // Its timer would keep the process of the tests.
  pages.wish(page().port, 'close');
  Reflect.deleteProperty(globalThis, 'EventSource');
});

/** The streams that are open. */
function open(): StandInEventSource[] {
  return StandInEventSource.all.filter(({ readyState }) => readyState === 1);
}

function page(): { port: PagePort; told: string[] } {
  const told: string[] = [];
  const port = { postMessage: ({ kind }: { kind: string }) => void told.push(kind) };
  return { port, told };
}

describe('a page that joins a shared stream', () => {
  it.each(['unknown', 'lost'])('is told at once that the rows are old where it is %s', (kind) => {
    pages.wish(page().port, 'open');
    const [stream] = open();
    stream!.tell('snapshot', STATUS);
    if (kind === 'lost') stream!.dispatchEvent(new Event('error'));
    else stream!.tell(kind, {});
    const second = page();
    pages.wish(second.port, 'open');
    expect(second.told).toEqual(['state', kind]);

    stream!.tell('changed', { ...STATUS, removed: { targets: [], bridges: [] }, leftOut: 0 });
    const third = page();
    pages.wish(third.port, 'open');
    expect(third.told).toEqual(['state']);
  });

  it('is told what is wrong also where no rows are known yet', () => {
    pages.wish(page().port, 'open');
    open()[0]!.tell('unknown', {});
    const second = page();
    pages.wish(second.port, 'open');
    expect(second.told).toEqual(['unknown']);
  });
});

describe('a stream that falls silent', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('is said to be lost, and is opened again', () => {
    const { port, told } = page();
    pages.wish(port, 'open');
    const [first] = open();
    first!.tell('here', {});
    jest.advanceTimersByTime(2 * SILENT_MS);
    expect(told).toEqual(['lost']);
    expect(open()).toHaveLength(1);
    expect(open()[0]).not.toBe(first);
    pages.wish(port, 'close');
  });

  it('stays as long as it says that it is there, or its relay never does', () => {
    const { port, told } = page();
    pages.wish(port, 'open');
    const [stream] = open();
    stream!.tell('snapshot', STATUS);
    jest.advanceTimersByTime(2 * SILENT_MS);
    for (let i = 0; i < 4; i++) {
      stream!.tell('here', {});
      jest.advanceTimersByTime(SILENT_MS / 2);
    }
    expect(told).toEqual(['snapshot']);
    expect(open()).toEqual([stream]);
    pages.wish(port, 'close');
  });
});

describe('the pages that share a stream', () => {
  it('have it opened again when they come back after the browser had frozen them', () => {
    const { port, told } = page();
    pages.wish(port, 'open');
    now += GONE_MS + 1;
    pages.forgetSilent();
    expect(open()).toEqual([]);

    pages.wish(port, 'here');
    const [stream] = open();
    stream?.tell('snapshot', STATUS);
    expect(told).toEqual(['snapshot']);
  });

  it('have it opened also where it was about to be opened again', () => {
    const { port } = page();
    pages.wish(port, 'openAgain');
    now += GONE_MS + 1;
    pages.forgetSilent();
    pages.wish(port, 'here');
    expect(open()).toHaveLength(1);
    pages.wish(port, 'close');
  });

  it('are not given a stream that they have closed, or that is closed for them', () => {
    const { port } = page();
    pages.wish(port, 'open');
    pages.wish(port, 'close');
    now += GONE_MS + 1;
    pages.forgetSilent();
    pages.wish(port, 'here');
    expect(open()).toEqual([]);
  });

  it('are told all that is known where another had the stream kept open meanwhile', () => {
    const [one, other] = [page(), page()];
    pages.wish(one.port, 'open');
    open()[0]!.tell('snapshot', STATUS);
    now += GONE_MS + 1;
    pages.wish(other.port, 'open');
    pages.forgetSilent();
    pages.wish(one.port, 'here');
    expect(one.told).toEqual(['snapshot', 'state']);
    expect(StandInEventSource.all).toHaveLength(1);
  });
});
