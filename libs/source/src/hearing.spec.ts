import type { LiveEvent } from '#live-event';
import { NO_PATIENCE } from './hearing-patience.js';
import { Hearing, type HearingReport } from './hearing.js';
import type { HearingTerms, RoomState } from './hearing-terms.js';

const USER = { userId: 'x_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const COMMENT: LiveEvent = { type: 'comment', user: USER, text: 'hi' };
const START = 1_700_000_000_000;

/** A source that is connected, and a clock that goes on when it is told. */
class Heard {
  readonly hearing: Hearing;
  #ms = 0;

  constructor(terms?: HearingTerms) {
    const clocks = { now: () => this.#ms, wallClock: () => START + this.#ms };
    this.hearing = new Hearing(terms, clocks);
    this.hearing.connected();
  }

  /** Once every second for so long. */
  each(seconds: number, what?: (hearing: Hearing) => void): this {
    for (let second = 0; second < seconds; second++) {
      this.#ms += 1000;
      if (what === undefined) continue;
      what(this.hearing);
      this.hearing.frame(START + this.#ms);
    }
    return this;
  }

  get report(): HearingReport {
    return this.hearing.report();
  }
}

const said = (hearing: Hearing): void => hearing.event(COMMENT);
const wrong = (hearing: Hearing): void => hearing.malformed();
const pong = (hearing: Hearing): void => hearing.ignored('pong');
const notice = (hearing: Hearing): void => hearing.ignored('share');
const told = (state: RoomState, wayOut?: string) => (hearing: Hearing) => {
  hearing.room(state, wayOut);
  hearing.ignored('ROOM');
};

describe('Hearing', () => {
  it('tells when the last frame and event came, and counts malformed frames', () => {
    const heard = new Heard().each(1, said).each(3, wrong).each(2, notice).each(4, pong);
    expect(heard.report).toEqual({
      state: 'hears',
      frameAt: START + 10_000,
      eventAt: START + 1000,
      room: undefined,
      frames: 6,
      notUnderstood: 3,
    });
    expect(heard.each(300).report).toMatchObject({ frames: 0, notUnderstood: 0 });
  });

  it('deaf: every frame is malformed; ends with the first event', () => {
    const heard = new Heard().each(2, wrong);
    expect(heard.report.state).toBe('quiet');
    heard.each(1, wrong);
    expect(heard.report).toMatchObject({ state: 'deaf', deaf: 'not-understood' });
    expect(heard.report.wayOut).toContain('live-relay record');
    expect(heard.each(1, said).report.state).toBe('hears');
  });

  it('deaf: frames that could be read before no longer can, noticed within 90 s', () => {
    const heard = new Heard().each(600, said).each(50, wrong);
    expect(heard.report).toMatchObject({ state: 'deaf', deaf: 'not-understood' });
  });

  it.each([4, 4000])('deaf: frames cannot be read, after %i that could be', (many) => {
    const heard = new Heard().each(1, wrong).each(many, notice).each(30);
    expect(heard.each(80, wrong).report).toMatchObject({ state: 'deaf', deaf: 'not-understood' });
    expect(heard.each(80, notice).report.state).toBe('quiet');
  });

  it('is not deaf where only some frames are malformed', () => {
    expect(new Heard().each(40, wrong).each(1, said).report.state).toBe('hears');
    expect(new Heard().each(5, wrong).each(6, notice).report.state).toBe('quiet');
    expect(new Heard().each(4, wrong).each(600, pong).report.state).toBe('deaf');
  });

  it.each<[RoomState, string]>([
    ['unknown', 'room-unknown'],
    ['ended', 'room-ended'],
    ['refused', 'room-refused'],
  ])('deaf: the platform says for long that the room is %s', (state, deaf) => {
    const heard = new Heard().each(40, told(state, 'Give it a cookie.'));
    expect(heard.report.state).toBe('quiet');
    const report = heard.each(1, told(state, 'Give it a cookie.')).report;
    const room = { state, since: START + 1000 };
    expect(report).toMatchObject({ state: 'deaf', deaf, wayOut: 'Give it a cookie.', room });
    expect(heard.each(1, told('live')).report).toMatchObject({ state: 'quiet' });
  });

  it('takes the room for another stream where events come long after the end of one', () => {
    const heard = new Heard().each(1, told('ended')).each(200, said);
    expect(heard.report.room).toEqual({ state: 'ended', since: START + 1000 });
    expect(heard.each(100, said).report.room).toBeUndefined();
    const { deaf, room } = heard.each(41, told('ended')).report;
    expect([deaf, room]).toEqual(['room-ended', { state: 'ended', since: START + 302_000 }]);
  });

  it("believes events more than the platform's state of the room", () => {
    const heard = new Heard().each(100, told('unknown')).each(1, said);
    expect(heard.each(600, pong).report.state).toBe('quiet');
  });

  it('deaf: no greeting came from a server that greets, for each connection anew', () => {
    const heard = new Heard({ greetsMs: 10_000, wayOut: { silent: 'Ask for it.' } }).each(9, pong);
    expect(heard.report.state).toBe('quiet');
    heard.each(1, pong);
    expect(heard.report).toMatchObject({ state: 'deaf', deaf: 'silent', wayOut: 'Ask for it.' });
    expect(heard.each(1, notice).each(900, pong).report.state).toBe('quiet');
    heard.hearing.disconnected();
    expect(heard.report.state).toBe('away');
    heard.hearing.connected();
    expect(heard.each(10).report).toMatchObject({ deaf: 'silent' });
  });

  it('is quiet, not deaf, in a silent room whose platform answers', () => {
    expect(new Heard().each(1, notice).each(7200, pong).report).toMatchObject({ state: 'quiet' });
    expect(new Heard().each(59, pong).report.state).toBe('quiet');
    const unheard = new Heard().each(60, pong).report;
    expect([unheard.state, unheard.wayOut]).toEqual([
      'unheard',
      expect.stringContaining('heartbeats were answered'),
    ]);
  });

  it('quiet: nothing was said since the connection was accepted', () => {
    const heard = new Heard();
    heard.hearing.disconnected();
    heard.each(1, notice).hearing.connected();
    expect(heard.each(7200, pong).report.state).toBe('quiet');
    heard.each(3, wrong);
    expect(heard.report).toMatchObject({ state: 'deaf', deaf: 'not-understood' });
  });

  it('warns where viewers comment for half an hour and nobody gives', () => {
    const giftsMissing = 'Give the tool a cookie.';
    const watched: LiveEvent = { type: 'viewers', numberOfViewers: 300 };
    const watching = (hearing: Hearing): void => hearing.event(watched);
    const heard = new Heard({ giftsMissing }).each(1, watching).each(1799, said);
    expect(heard.report.giftsMissing).toBeUndefined();
    heard.each(2, said);
    expect(heard.report).toMatchObject({
      state: 'hears',
      giftsMissing: true,
      wayOut: giftsMissing,
    });
    expect(new Heard().each(1, watching).each(3600, said).report.giftsMissing).toBeUndefined();
    expect(new Heard({ giftsMissing }).each(3600, said).report.giftsMissing).toBeUndefined();
  });

  it('warns of missing gifts, too, where gifts came only before a reconnect', () => {
    const watched: LiveEvent = { type: 'viewers', numberOfViewers: 300 };
    const gift: LiveEvent = {
      type: 'gift',
      user: { userId: 'a_1', name: '', level: 0, badge: '', badgeLevel: 0 },
      gift: { giftName: 'Rose', giftNum: 1, giftValue: 0, totalValue: 0 },
    };
    const heard = new Heard({ giftsMissing: 'Give the tool a cookie.' });
    heard.each(1, (hearing) => hearing.event(watched)).each(1, (hearing) => hearing.event(gift));
    expect(heard.each(3600, said).report.giftsMissing).toBeUndefined();
    heard.hearing.disconnected();
    heard.hearing.connected();
    expect(heard.each(1790, said).report.giftsMissing).toBeUndefined();
    expect(heard.each(20, said).report.giftsMissing).toBe(true);
  });

  it('judges at once where no patience is asked for', () => {
    const looked = (heard: Heard): unknown => heard.hearing.report(NO_PATIENCE).deaf;
    expect(looked(new Heard().each(1, told('ended')))).toBe('room-ended');
    expect(looked(new Heard().each(1, wrong))).toBe('not-understood');
    expect(looked(new Heard().each(1, pong))).toBeUndefined();
  });
});
