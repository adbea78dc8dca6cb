import { Secret } from '#secret';
import { MetaStudioCallError } from '#metastudio';
import { JobLookupError } from '../lookup/job-lookup-error.js';
import { PinnedJobs, type KnownUrl, type PinnedJobsParts } from './pinned-jobs.js';
import { jobOfUrl, ProjectJobs } from './project-jobs.js';

const PATH = '/v1/p/smart-live-rooms/r1/smart-live-jobs/j1/live-event-report';
const GIVEN = new Secret(`https://h${PATH}?auth_key=given`);
const FOUND = new Secret(`https://h${PATH}?auth_key=found`);
const NOTHING = { appUserId: undefined, reportUrl: undefined };
const START = { appUserId: 'shop', reportUrl: GIVEN };
const ADDRESS = { project: 'default', roomId: 'r1', jobId: 'j1' };

describe('PinnedJobs', () => {
  let asked: string[];
  let answer: () => Promise<KnownUrl>;
  beforeEach(() => {
    asked = [];
    answer = async () => Promise.resolve({ url: FOUND, at: 7 });
  });

  function jobs(parts: Partial<PinnedJobsParts> = {}): PinnedJobs {
    return new PinnedJobs({
      needsUrl: false,
      lookUp: async (roomId, jobId, appUserId) => {
        asked.push(`${roomId}/${jobId} ${appUserId}`);
        return answer();
      },
      ...parts,
    });
  }

  it('looks nothing up where reports need no issued URL', async () => {
    expect(await jobs().jobOf(ADDRESS, false, NOTHING)).toEqual({
      jobId: 'j1',
      reportUrl: undefined,
    });
    expect(asked).toEqual([]);
  });

  it('uses the URL of the file until it is refused, and from then on the one that was looked up', async () => {
    const pinned = jobs({ needsUrl: true });
    expect((await pinned.jobOf(ADDRESS, false, START))?.reportUrl).toBe(GIVEN);
    expect(await pinned.jobOf(ADDRESS, true, START)).toEqual({
      jobId: 'j1',
      reportUrl: FOUND,
      reportUrlAt: 7,
    });
    expect((await pinned.jobOf(ADDRESS, false, START))?.reportUrl).toBe(FOUND);
    expect(asked).toEqual(['r1/j1 shop']);
  });

  it('looks the URL up once where nothing can be reported without one', async () => {
    const pinned = jobs({ needsUrl: true });
    expect((await pinned.jobOf(ADDRESS, false, NOTHING))?.reportUrl).toBe(FOUND);
    expect((await pinned.jobOf(ADDRESS, false, NOTHING))?.reportUrl).toBe(FOUND);
    expect(asked).toHaveLength(1);
  });

  it('goes on without a look-up where the signer needs no URL', async () => {
    const cause = new MetaStudioCallError('GET h/p', { reason: 'unavailable' });
    answer = async () => Promise.reject(new JobLookupError('default', cause));
    expect(await jobs().jobOf(ADDRESS, true, NOTHING)).toEqual({
      jobId: 'j1',
      reportUrl: undefined,
    });
    await expect(jobs({ needsUrl: true }).jobOf(ADDRESS, false, NOTHING)).rejects.toThrow(
      JobLookupError,
    );
  });
});

describe('ProjectJobs', () => {
  it('takes the job of the URL that a target starts from, where none can be looked up', async () => {
    const pinned = new PinnedJobs({ needsUrl: false });
    const jobs = new ProjectJobs(pinned, undefined);
    const auto = { project: 'default', roomId: 'r1' };
    expect(await jobs.jobOf(auto, false, START)).toEqual({ jobId: 'j1', reportUrl: GIVEN });
    expect(await jobs.jobOf({ ...auto, roomId: 'r2' }, false, NOTHING)).toBeUndefined();
  });
});

describe('jobOfUrl', () => {
  it.each([['https://h/else'], ['not a URL'], [`https://h${PATH}/more`]])(
    'finds no job in %s',
    (url) => {
      expect(jobOfUrl(new Secret(url))).toBeUndefined();
    },
  );
});
