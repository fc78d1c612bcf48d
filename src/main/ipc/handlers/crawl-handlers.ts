import type { Crawler } from '../../library/crawl/crawler.ts'
import type { Handlers } from '../answer.ts'

export function createCrawlHandlers(crawler: Pick<Crawler, 'state'>): Pick<Handlers, 'crawl.state'> {
  return { 'crawl.state': () => crawler.state }
}
