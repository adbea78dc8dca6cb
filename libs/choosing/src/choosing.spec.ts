import { assert, property, string } from 'fast-check';
import { chooseEntries } from './window/choose-entries.js';
import { foldText } from './meaning/fold-text.js';
import { passGate } from './gate.js';
import { giftReason } from './gifts.js';
import { isSameMeaning, meaningOf, SIGNS_MAX } from './meaning/meaning.js';
import { appraise, Keywords } from './window/score.js';
import { speakableName } from './speakable-name.js';

const NOBODY = { level: 0, badge: '', badgeLevel: 0 };
const NOTHING = { signs: [], strict: 0 };

describe('chooseEntries', () => {
  it('chooses the entry of each viewer once a show, the fans first', () => {
    const entries = [entry('a'), entry('b', 2), entry('b', 2), entry('c'), entry('known', 3)];
    const policy = { n: 2, oncePerShow: true };
    expect(chooseEntries(entries, new Set(['known']), policy)).toEqual([
      { kind: 'chosen', asked: 1 },
      { kind: 'chosen', asked: 1 },
      { kind: 'greeted' },
      { kind: 'not_chosen', over: 'a' },
      { kind: 'greeted' },
    ]);
  });

  it('chooses the entry of a viewer again where repeats are allowed', () => {
    const policy = { n: 1, oncePerShow: false };
    expect(chooseEntries([entry('known')], new Set(['known']), policy)[0]!.kind).toBe('chosen');
  });
});

describe('appraise', () => {
  it.each([
    'wowwow',
    'lollol hahah',
    'hellolol',
    'xixi',
    '6x6x哈哈',
    'gg ok 123',
    'wfx',
    '❤️❤️',
    '哈哈☺️',
    '1️⃣',
  ])('finds that %s is noise', (text) => {
    expect(appraise(text, NOBODY, new Keywords([])).wish).toBe('noise');
  });
});

describe('Keywords', () => {
  it.each([
    ['🌹', '🌹'],
    ['🌹', '送你🌹🌹'],
    ['❤️', '❤'],
    ['❤', 'love you ❤️'],
  ])('finds the emoji %s in %s', (keyword, text) => {
    const { score } = appraise(text, NOBODY, new Keywords([keyword]));
    expect(score).toBe(4);
    expect(appraise(text, NOBODY, new Keywords(['面膜', ' '])).score).toBeLessThan(1);
  });
});

describe('passGate', () => {
  const gate = {
    badges: new Set<string>(),
    minBadgeLevel: 0,
    minLevel: 0,
    guard: false,
    prefixes: [] as string[],
  };

  it('takes the prefix off that a comment must have', () => {
    const prefixed = { ...gate, prefixes: ['#', '!ask '] };
    expect(passGate('#多少钱', NOBODY, prefixed)).toBe('多少钱');
    expect(passGate('!ask  how much', NOBODY, prefixed)).toBe('how much');
    expect(passGate('多少钱', NOBODY, prefixed)).toBeUndefined();
    expect(passGate('#', NOBODY, prefixed)).toBeUndefined();
  });

  it('asks for badge, badge level, level and guard', () => {
    const fan = { level: 5, badge: '小团', badgeLevel: 3, guard: 3 };
    expect(passGate('hi', fan, { ...gate, badges: new Set(['小团']), guard: true })).toBe('hi');
    expect(passGate('hi', fan, { ...gate, badges: new Set(['大团']) })).toBeUndefined();
    expect(passGate('hi', fan, { ...gate, minBadgeLevel: 4 })).toBeUndefined();
    expect(passGate('hi', fan, { ...gate, minLevel: 6 })).toBeUndefined();
    expect(passGate('hi', NOBODY, { ...gate, guard: true })).toBeUndefined();
  });
});

describe('giftReason', () => {
  it('drops free gifts where they are off, and what is worth less than the threshold', () => {
    expect(giftReason(gift(0), { minValue: 0, free: true })).toBeUndefined();
    expect(giftReason(gift(0), { minValue: 100, free: true })).toBeUndefined();
    expect(giftReason(gift(0), { minValue: 0, free: false })).toBe('gift_free');
    expect(giftReason(gift(99), { minValue: 100, free: false })).toBe('gift_small');
    expect(giftReason(gift(100), { minValue: 100, free: false })).toBeUndefined();
  });
});

describe('speakableName', () => {
  const policy = { maxLength: 8, digits: false, emoji: false, links: false, otherwise: '朋友' };

  it.each([
    ['小明🌸🌸', '小明'],
    ['用户8827361', '用户'],
    ['88273617', '朋友'],
    ['Anna👩‍👩‍👧‍👦_2024', 'Anna'],
    ['shop.example.com 加我', '加我'],
    ['一二三四五六七八九十', '一二三四五六七八'],
    ['~~☆星星☆~~', '星星'],
    ['', '朋友'],
  ])('says %s as %s', (name, spoken) => {
    expect(speakableName(name, policy)).toBe(spoken);
  });

  it('leaves names where the policy is to leave them', () => {
    const whole = { ...policy, digits: true, emoji: true, links: true, maxLength: 100 };
    expect(speakableName('用户8827🌸', whole)).toBe('用户8827🌸');
  });

  it('never exceeds its length, and is idempotent', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const spoken = speakableName(name, policy);
        expect([...new Intl.Segmenter('und').segment(spoken)].length).toBeLessThanOrEqual(8);
        expect(speakableName(spoken, policy)).toBe(spoken);
      }),
    );
  });
});

describe('isSameMeaning', () => {
  it.each([
    ['多少钱', '这个多少錢呀？？？'],
    ['发货要多久', '多久能发货'],
    ['三号链接多少钱', '3号链接多少钱'],
    ['how much is it', 'How much???'],
    ['do you ship to canada', 'shipping to CANADA?'],
    ['有没有黑色', '黑色有吗'],
    ['有冇黑色', '有没有黑色'],
    ['係咪真牛肉㗎', '是不是真牛肉'],
    ['點樣落單', '怎么下单'],
    ['呢個幾多錢呀', '这个多少钱'],
    ['包不包邮', '包邮吗'],
    ['S码有吗', '还有S号吗'],
    ['身高160体重95穿多大', '160 95斤穿什么码'],
    ['神马材质', '啥材质的'],
    ['连接在哪', '链接呢'],
    ['粉色有货吗', '有粉色吗'],
    ['两件有优惠吗', '买2件优惠吗'],
    ['do you have medium', 'any size M left'],
    ['is shipping free', 'free shipping?'],
    ['return policy?', 'can i return it'],
    ['serum多少钱', 'how much is the serum'],
  ])('%s is %s', (one, other) => {
    expect(same(one, other)).toBe(true);
    expect(same(other, one)).toBe(true);
  });

  it.each([
    ['3号链接多少钱', '5号链接多少钱'],
    ['红色多少钱', '蓝色多少钱'],
    ['L码有吗', 'M码有吗'],
    ['do you ship to canada', 'do you ship to mexico'],
    ['how much is the red dress', 'how much is the blue dress'],
    ['什么时候发货', '发货要多久'],
    ['S码有吗', 'M码有吗'],
    ['2XL有吗', '3XL有吗'],
    ['多少钱', '多少天'],
    ['多少钱', '多少斤'],
    ['有黑色的裤子吗', '有白色的裤子吗'],
    ['黑色裤子有吗', '黑色外套有吗'],
    ['裤子多少钱', '黑色裤子多少钱'],
    ['新疆包邮吗', '西藏包邮吗'],
    ['油皮能用吗', '干皮能用吗'],
    ['猫能吃吗', '狗能吃吗'],
    ['男生能用吗', '女生能用吗'],
    ['160 95斤穿什么码', '170 95斤穿什么码'],
    ['一件多少钱', '两件多少钱'],
    ['买一件送什么', '买两件送什么'],
    ['保质期多久', '保修多久'],
    ['裤长多少', '袖长多少'],
    ['有优惠券吗', '能便宜点吗'],
    ['do you have small', 'does it run small'],
    ['is the small available', 'is the large available'],
    ['how long is shipping', 'how much is shipping'],
    ['ok for cats?', 'ok for dogs?'],
    ['iphone 15 case?', 'iphone 16 case?'],
  ])('%s is not %s', (one, other) => {
    expect(same(one, other)).toBe(false);
  });

  it('takes no statement for a question in the same words', () => {
    const said = meaningOf(foldText('好便宜啊'), 'say');
    expect(isSameMeaning(said, meaningOf(foldText('可以便宜点不'), 'ask'))).toBe(false);
    expect(isSameMeaning(said, meaningOf(foldText('真便宜'), 'say'))).toBe(true);
  });

  it('bounds the size of a fingerprint, and matches any text with itself', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const meaning = meaningOf(foldText(text));
        expect(meaning.signs.length).toBeLessThanOrEqual(SIGNS_MAX);
        expect(isSameMeaning(meaning, meaning)).toBe(true);
      }),
    );
  });
});

describe('appraise', () => {
  it('values a question above the chatter of the best fan', () => {
    const fan = { level: 60, badge: '小团', badgeLevel: 40, paid: true };
    const chatter = appraise('主播今天好漂亮', fan, new Keywords([]));
    const question = appraise('能机洗吗', NOBODY, new Keywords([]));
    expect(question.score).toBeGreaterThan(chatter.score);
  });

  it('finds keywords as words where they are Latin', () => {
    const keywords = new Keywords(['cap', '面膜']);
    expect(keywords.isIn(foldText('I like the CAP'))).toBe(true);
    expect(keywords.isIn(foldText('a landscape'))).toBe(false);
    expect(keywords.isIn(foldText('这款面膜不错'))).toBe(true);
  });
});

const entry = (user: string, score = 0) => ({ key: user, user, score, meaning: NOTHING });

const gift = (totalValue: number, giftValue = totalValue) => ({ totalValue, giftValue });

const same = (one: string, other: string) =>
  isSameMeaning(meaningOf(foldText(one)), meaningOf(foldText(other)));
