import * as fc from 'fast-check';
import { HTML_LENGTH_MAX, stripHtml } from './html.js';

describe('stripHtml', () => {
  it.each([
    ['hello', 'hello'],
    ['1 < 2', '1 < 2'],
    ['I <3 this', 'I <3 this'],
    ['a <b', 'a <b'],
    ['a < b > c', 'a < b > c'],
    ['<b>bold</b> move', 'bold move'],
    ['<a href="x">link</a>', 'link'],
    ['hi <img src="k.png" alt="Kappa"> there', 'hi Kappa there'],
    ["<IMG class=emote ALT='😀'/>", '😀'],
    ['<img alt=wave src=x>', 'wave'],
    ['<img src="x" data-alt="no">', ''],
    ['<img alt="a>b">c', 'a>bc'],
    ['one<br>two<br/>three', 'one two three'],
    ['<p>one</p><p>two</p>', ' one  two '],
    ['a<!-- <b>secret</b> -->b', 'ab'],
    ['a<!-- open', 'a'],
    ['a<script>alert("<b>")</script>b', 'ab'],
    ['a<STYLE>x{}', 'a'],
    ['it&#39;s &lt;b&gt; &amp;amp; &quot;it&quot;&nbsp;&#x1F600;', 'it\'s <b> &amp; "it" 😀'],
    ['&unknown; &#0; &#xFFFFFF; &;', '&unknown; � � &;'],
    ['<a title="unclosed>text', 'text'],
  ])('makes %j %j', (html, text) => {
    expect(stripHtml(html)).toBe(text);
  });

  it('decodes escaped characters', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(stripHtml(`<b>${escaped(text)}</b>`)).toBe(text);
      }),
    );
  });

  it('reads every length of hostile markup in one pass', () => {
    const unit = fc.constantFrom(
      '<a "',
      '<a',
      '<img alt="',
      "'",
      '"',
      '>',
      '&#',
      '<script>',
      '<!--',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 6, minLength: 1 }), (pieces) => {
        const html = pieces.join('').repeat(20_000);
        expect(stripHtml(html).length).toBeLessThanOrEqual(HTML_LENGTH_MAX);
      }),
      { numRuns: 60 },
    );
  });
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
