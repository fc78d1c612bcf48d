/** The vendor's outcome codes (netDisk page, "返回状态码RspCode说明"). */
export const RspCode = {
  ok: 0,
  noPermission: 1,
  noAccount: 2,
  wrongPassword: 3,
  badParameters: 4,
  unknownError: 5,
  invalidType: 6,
  tooLarge: 7,
  streamFailed: 8,
  exists: 9,
  noCapacity: 10,
  noSuffix: 11,
} as const
export type RspCode = (typeof RspCode)[keyof typeof RspCode]

const DESCRIPTIONS = [
  '请求成功',
  '用户所属企业没有接口API权限',
  '账号不存在',
  '密码错误',
  '未获取到正确参数',
  '未知错误',
  '无效文件类型',
  '文件大小超过500M',
  '获取数据流失败',
  '文件已存在',
  '容量不足，上传失败',
  '文件名错误，需要带后缀',
]

/** The vendor's words for a code. */
export function describe(code: number): string {
  return DESCRIPTIONS[code] ?? `未知错误(${code})`
}
