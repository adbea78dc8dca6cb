/**
 * Whether a text that looks like a question wants no answer from the virtual human: a joke, an
 * exclamation, a question to other viewers or to oneself. It is still chosen if nothing better is
 * there.
 * @param text as it was written.
 * @param folded the same text, by `foldText`.
 * @param isOpen whether words ask, and not just a question mark.
 */
export function isMusing(text: string, folded: string, isOpen: boolean): boolean {
  if (LAUGHS.test(text) || LURES.test(folded)) return true;
  if (ANSWERED.test(text) || (!isOpen && TOLD.test(folded))) return true;
  return MUSES.test(folded);
}

const LAUGHS =
  /[😂🤣💀🤡🙃]|[哈嘻]{2}|笑死|(?<![a-z])(?:lo+l+|lmf?ao+|rofl|(?:ha){2,}h?|hehe+|h{3,}|jk|kekw|xd)(?![a-z])/iu;

/** Invitations to go elsewhere. */
const LURES =
  /加(?:我|个|下)?(?:微信?|薇|威信?|v|vx|wx|q|扣扣|群|粉丝群|tg|whatsapp)|(?:^| )(?:vx|wx|qq?群|qq|tg) ?[\w-]*\d{4,}|群号|兼职|刷单|贷款|代写|日结|\b(?:free|cheap|buy|more|get) (?:\w+ )?(?:followers|viewers|subs|crypto|nfts?)\b|\b(?:dm me|f4f|sub4sub|giveaway on my|check (?:out )?my (?:channel|profile|page|bio)|click my|follow (?:me|back)|sub to my)\b/;

/** The asker answers the question, or adds an exclamation. */
const ANSWERED = /[?？]\s*(?:因为|because|just|jk)|[?？][^?？]+[!！]\s*$/iu;

/** Too long to be a question by its mark alone. */
const TOLD = /^\p{Script=Han}{6,}$|^[a-z]+(?: [a-z]+){6,}$/u;

const MUSES = new RegExp(
  [
    // Exclamations of disbelief.
    '(?:怎么|咋|为什么|为啥|凭什么|凭啥)(?:会|能|可以|还|又|老是?|总是?)?(?:有)?(?:这么|那么|这样|咁|都|又是)',
    '^(?:为什么|为啥)(?:[我你]这|你们|我们|他们|她们|大家|你[们]?都|我没有?)|凭什么|凭啥',
    '^我(?:怎么|咋)(?:知道|会|可能|就|又|还|那么|这么)|难道|岂不|何必|敢信|你管这|礼貌吗|至于吗|不香吗|不好吗$|配吗|要不要脸|你咋不|哪来的',
    // Addressed to other viewers, or to nobody.
    '(?:谁|哪个).{0,3}[得不][起完]|谁不(?!.*的$)|^(?:还?有)?谁(?:家|还|不|都|懂|敢|信|让|管|在|考|没|想要?|受得了|顶得住|跟我|和我|有空|陪)(?!.*的$)|^(?:有没有人|有人)(?:和|跟|像)我|^谁知道呀?啊?$|哪个不',
    '^(?:我(?:是谁|在哪里?)|真的假的|是真的吗|还是人吗|是人吗|什么(?:神仙|鬼|情况|操作)$|什么神仙)|什么世界|这(?:也|都)(?:行|可以)$|^这(?:也|都)能|谁(.{1,2})谁|谁[能会]不',
    '^[吃食](?:了|过)?[饭早午晚餐]*(?:了|没|未|吗)+[呀啊]?$|^这不|这得(?:多|几)|问我(?:为什么|怎么)|什么时候才能',
    '是不是(?:又|每个|都)|缺(?:不缺|.{1,3}吗)|^多少(?:年|次|个?人)(?!.*[吗呢])|有没有?搞错|有没有那么|有没有这么',
    String.raw`\b(?:do|does|did|is|are|can|who|how|what|why)\b(?: \w+){0,3} even\b`,
    String.raw`\b(?:am i(?! (?:the|too|able|allowed|supposed|eligible|still))|just me|did i just|do i look)\b`,
    String.raw`^whos?(?: is)? (?:else|up|needs|wants|knew|cares|wouldnt|doesnt|isnt|let|here|has money|gave)\b|^whos \w+$`,
    String.raw`^(?:are|r) (?:you|u|we|they|yall) (?:\w+ )?(?:kidding|serious|joking|insane|crazy|mad|high|drunk|for real)\b|for real$|\bis this real$`,
    String.raw`^(?:what|who|how|why|where) (?:the|in the|on) (?:heck|hell|fuck|f|actual|flip|earth|world)\b|^wtf\b|all my life\b`,
    String.raw`^why (?:am|do|did|are) (?:i|we)\b(?!.*\b(?:need|have|get|see)\b)`,
    String.raw`^when (?:the|in|you|u|your|it|its|life|there|this|he|she|they)\b(?! (?:is|are|will|next))(?!.*\b(?:ends?|starts?|ships?|arrives?|opens?|restocks?|back|available)\b)`,
    String.raw`^(?:where|how|why) (?:theres?|were|there is|weve)\b`,
    String.raw`^(?:why|how) (?:is|are) .*\bso (?:good|pretty|cute|beautiful|cool|perfect|hot|funny|amazing|talented|fast|bad|nice)$`,
    String.raw`\b(?:any|much|even) (?:better|cuter|prettier|hotter|cooler)$|\bcan (?:you|u) not\b|^dont you (?:just|love)\b|\bis it (?:illegal|weird|wrong|normal)\b`,
    String.raw`^how (?!much|many|long|come|big|tall|far|often|hot|old|hard|about|to|so|fast|heavy)\w+$|^how (?:are|r) (?:you|u|ya|yall)\b(?: doing| today| all)*$`,
    String.raw`\bguess (?:what|who|where|how)|^do (?:you|u|they|we) (?:\w+ )?(?:think|feel) (?:its|thats) funny`,
  ].join('|'),
);
