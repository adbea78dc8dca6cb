/** What `init` asks and says. */
export const INIT_WORDS = {
  en: {
    region: 'Region of MetaStudio',
    projectId: 'Project id (console → My Credentials → Projects)',
    accessKey: 'Access key (AK)',
    secretKey: 'Secret key (SK), not shown',
    platform: 'Platform or bridge tool',
    room: 'Live room of MetaStudio',
    choose: 'Number',
    trying: 'Trying the keys …',
    refused: 'MetaStudio did not take them',
    noRooms: 'The project has no live room: make one in MetaStudio, and run this again.',
    wrong: 'That does not fit.',
    missing: 'Nothing was written: an answer is missing, or a flag',
    written: 'Written',
    next: 'Next: live-relay doctor, then live-relay start',
    exists: 'is there already: nothing was changed. --force writes it anew.',
  },
  zh: {
    region: 'MetaStudio 所在区域',
    projectId: '项目 ID（控制台 → 我的凭证 → 项目列表）',
    accessKey: '访问密钥 AK',
    secretKey: '访问密钥 SK（不显示）',
    platform: '平台或弹幕工具',
    room: 'MetaStudio 直播间',
    choose: '编号',
    trying: '正在试用密钥……',
    refused: 'MetaStudio 没有接受',
    noRooms: '项目下没有直播间：请先在 MetaStudio 创建，再运行一次。',
    wrong: '格式不对。',
    missing: '没有写入任何文件：缺少回答或参数',
    written: '已写入',
    next: '下一步：live-relay doctor，然后 live-relay start',
    exists: '已存在，没有改动。要重写请加 --force。',
  },
} as const;

export type InitWords = Readonly<Record<keyof (typeof INIT_WORDS)['en'], string>>;
