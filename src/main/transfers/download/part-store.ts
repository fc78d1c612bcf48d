import type { DatabaseSync } from 'node:sqlite'
import { ByteRanges } from './byte-ranges.ts'
import type { Validators } from './validators.ts'

/** What is known of a download that is not finished. */
export interface PartRecord {
  readonly jobId: string
  /** With `remotePath`: whose bytes these are. Addresses change, this does not. */
  readonly profileId: string
  /** `/A/b.mp4` */
  readonly remotePath: string
  /** Absolute; null when there is none any more. */
  readonly partFile: string | null
  /** Absolute; where the finished file goes. */
  readonly folder: string
  /** Safe file name that the finished file gets, unless it is taken. */
  readonly name: string
  /** bytes; null when the server did not say, and then there is no resuming */
  readonly size: number | null
  readonly validators: Validators
  /** MD5 of the whole file in hex as `Content-MD5` gave it, or null. */
  readonly md5: string | null
  /** MD5 of an earlier download that was thrown away because the tag, read as an MD5, was another. */
  readonly rejectedMd5: string | null
  /** Identity of the whole, verified file, set just before it gets its final name; null until then. */
  readonly inode: string | null
  /** On disk. Never claims a byte whose write has not returned. */
  readonly done: ByteRanges
  /** What the part file looked like when the last run had ended, see `part-trust.ts`; null while one goes on, and after a kill. */
  readonly seal: string | null
  /** Run of the operating system in which the part file was last written to, see `boot.ts`; null before it was made. */
  readonly boot: string | null
  /** The part of `done` that the disk has said to have. */
  readonly durable: ByteRanges
}

/** Resume state of downloads. The app's database is in WAL mode, so that what is committed here survives a kill. */
export interface PartStore {
  get(jobId: string): PartRecord | null
  /** Replaces the job's record, and that of any other job that claims the same part file: its file is gone. */
  save(record: PartRecord): void
  saveDone(jobId: string, done: ByteRanges): void
  saveDurable(jobId: string, durable: ByteRanges): void
  saveSeal(jobId: string, seal: string): void
  saveMd5(jobId: string, md5: string): void
  saveInode(jobId: string, inode: string): void
  delete(jobId: string): void
  /** Does another job's record have this part file? */
  isClaimed(partFile: string, exceptJobId: string): boolean
  jobIds(): readonly string[]
}

export function createPartStore(database: DatabaseSync): PartStore {
  const select = database.prepare('SELECT * FROM download_parts WHERE job_id = ?')
  const insert = database.prepare(
    `INSERT OR REPLACE INTO download_parts
       (job_id, profile_id, remote_path, part_file, folder, name, size, etag, last_modified, if_range, md5, rejected_md5, inode, done, seal, boot, durable)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const updateDone = database.prepare('UPDATE download_parts SET done = ? WHERE job_id = ?')
  const updateDurable = database.prepare('UPDATE download_parts SET durable = ? WHERE job_id = ?')
  const updateSeal = database.prepare('UPDATE download_parts SET seal = ? WHERE job_id = ?')
  const updateMd5 = database.prepare('UPDATE download_parts SET md5 = ? WHERE job_id = ?')
  const updateInode = database.prepare('UPDATE download_parts SET inode = ? WHERE job_id = ?')
  const remove = database.prepare('DELETE FROM download_parts WHERE job_id = ?')
  const claimed = database.prepare('SELECT 1 FROM download_parts WHERE part_file = ? AND job_id <> ?')
  const ids = database.prepare('SELECT job_id FROM download_parts')
  return {
    get(jobId) {
      const row = select.get(jobId)
      return row ? decode(row) : null
    },
    save(record) {
      const { etag, lastModified, ifRange } = record.validators
      insert.run(
        record.jobId,
        record.profileId,
        record.remotePath,
        record.partFile,
        record.folder,
        record.name,
        record.size,
        etag,
        lastModified,
        ifRange,
        record.md5,
        record.rejectedMd5,
        record.inode,
        record.done.toString(),
        record.seal,
        record.boot,
        record.durable.toString(),
      )
    },
    saveDone: (jobId, done) => void updateDone.run(done.toString(), jobId),
    saveDurable: (jobId, durable) => void updateDurable.run(durable.toString(), jobId),
    saveSeal: (jobId, seal) => void updateSeal.run(seal, jobId),
    saveMd5: (jobId, md5) => void updateMd5.run(md5, jobId),
    saveInode: (jobId, inode) => void updateInode.run(inode, jobId),
    delete: (jobId) => void remove.run(jobId),
    isClaimed: (partFile, exceptJobId) => claimed.get(partFile, exceptJobId) !== undefined,
    jobIds: () => ids.all().map((row) => String(row['job_id'])),
  }
}

function decode(row: Record<string, unknown>): PartRecord {
  const text = (column: string): string | null => {
    const value = row[column]
    return typeof value === 'string' ? value : null
  }
  return {
    jobId: text('job_id') ?? '',
    profileId: text('profile_id') ?? '',
    remotePath: text('remote_path') ?? '',
    partFile: text('part_file'),
    folder: text('folder') ?? '',
    name: text('name') ?? '',
    size: typeof row['size'] === 'number' ? row['size'] : null,
    validators: { etag: text('etag'), lastModified: text('last_modified'), ifRange: text('if_range') },
    md5: text('md5'),
    rejectedMd5: text('rejected_md5'),
    inode: text('inode'),
    // Unreadable ranges claim nothing: the download starts over.
    done: ByteRanges.parse(text('done') ?? '') ?? new ByteRanges(),
    seal: text('seal'),
    boot: text('boot'),
    durable: ByteRanges.parse(text('durable') ?? '') ?? new ByteRanges(),
  }
}
