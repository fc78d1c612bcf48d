import type { ErrorCode } from '#shared/errors.ts'

export interface ErrorText {
  /** What happened, in one short sentence without a full stop. */
  readonly title: string
  /** What to do about it. */
  readonly hint: string
}

/** Every error a person can meet. `Record` makes a missing code fail to compile. */
export const errorsZhCN: Record<ErrorCode, ErrorText> = {
  'api.noPermission': {
    title: '企业没有开通 API 权限',
    hint: '请管理员在 CloudRoom 管理后台的【WEB API】页面开通接口权限，再重试。',
  },
  'api.accountNotFound': {
    title: '账号不存在',
    hint: '请核对 CompID 或 AppID，并确认服务器选对了。',
  },
  'api.wrongSecret': {
    title: '密钥不正确',
    hint: '请重新输入密钥。它在管理后台的【WEB API】页面可以查到，注意不要多拷贝空格。',
  },
  'api.badParameters': {
    title: '服务器认为请求的参数缺失或格式不对',
    hint: '请核对账号和 API 前缀；若问题依旧，请把错误详情发给管理员。',
  },
  'api.unknown': { title: '服务器报告未知错误', hint: '请稍后重试。' },
  'api.invalidFileType': { title: '服务器不接受这种文件', hint: '网盘只能存放 MP4 录像，请先转换格式。' },
  'api.fileTooLarge': {
    title: '服务器认为文件超过 500M',
    hint: '你的文件有 {actual}。请压缩或分段后再上传。',
  },
  'api.streamReadFailed': {
    title: '服务器没有完整读到文件数据',
    hint: '多半是网络中断造成的，请重试，上传会从头开始。',
  },
  'api.alreadyExists': {
    title: '服务器上已有同名文件',
    hint: '请选择两个都保留、替换服务器上的，或者跳过。',
  },
  'api.noCapacity': {
    title: '网盘空间不足',
    hint: '放不下这个 {actual} 的文件。请删除不需要的录像或请管理员扩容，再重试。',
  },
  'api.badFileName': { title: '文件名不合规，缺少扩展名', hint: '请把文件名改成以 .mp4 结尾。' },
  'api.unexpectedCode': {
    title: '服务器返回了没有说明的状态码 {code}',
    hint: '请把错误详情发给管理员。',
  },
  'server.notCloudRoom': {
    title: '这个地址不是 CloudRoom 服务器',
    hint: '请检查服务器地址和 API 前缀。{detail}',
  },
  'server.malformed': { title: '服务器的回答不完整', hint: '请重试；若一直如此，请检查代理或联系管理员。' },
  'server.httpStatus': {
    title: '服务器返回 HTTP {status}',
    hint: '请稍后重试，并检查服务器地址和 API 前缀。',
  },
  'server.redirected': {
    title: '服务器把请求转到了别处',
    hint: '请检查地址；网络可能需要先登录认证。目标：{location}',
  },
  'server.busy': { title: '服务器正忙', hint: '请稍等片刻再重试。' },
  'server.notFound': { title: '录像已不在服务器上', hint: '它可能已被删除，请刷新列表。' },
  'server.unsafeDownloadUrl': {
    title: '服务器给出的下载地址不安全',
    hint: '为保护数据没有下载。请联系服务器管理员改用 https。',
  },
  'server.lengthMismatch': {
    title: '收到的数据长度不对',
    hint: '应为 {expected}，实际 {actual}。请重试。',
  },
  'server.checksumMismatch': { title: '收到的数据已损坏', hint: '校验值不符，数据没有保留。请重试。' },
  'server.uploadNotConfirmed': {
    title: '服务器上没有查到刚上传的文件',
    hint: '请刷新文件夹确认；若没有，请重试。',
  },
  'network.offline': { title: '电脑没有联网', hint: '请检查网络连接，联网后会自动继续。' },
  'server.deleteNotConfirmed': {
    title: '服务器仍列出已删除的录像',
    hint: '请稍后重试，也可以刷新文件夹看看实际情况。',
  },
  'network.unreachable': { title: '网络不通', hint: '请检查网络连接后重试。' },
  'network.localNetwork': {
    title: '连不上您网络中的服务器',
    hint: '请检查服务器是否开启，并在“系统设置 › 隐私与安全性 › 本地网络”中允许本应用，然后重试。',
  },
  'network.nameNotFound': { title: '找不到这个服务器', hint: '请检查地址有没有拼错，以及 DNS 是否可用。' },
  'network.refused': { title: '服务器拒绝连接', hint: '请检查地址和端口，或确认服务已经启动。' },
  'network.timeout': { title: '服务器没有及时回应', hint: '请检查网络，或稍后重试。' },
  'network.connectionLost': { title: '连接中断', hint: '请重试。' },
  'network.tls': {
    title: '无法建立安全连接',
    hint: '服务器的证书过期、不匹配或不受信任。请核对地址和电脑时间；私有部署可查看它的证书并为这台服务器信任它，或把证书装进系统。',
  },
  'network.certificateChanged': {
    title: '{server} 的证书变了',
    hint: '你信任的证书指纹是 {trusted}，服务器现在给出的是 {presented}。请先向服务器管理员核实是否更换过证书，再查看并重新信任。',
  },
  'trust.otherCertificate': {
    title: '服务器现在给出的是另一张证书',
    hint: '它不是你刚才查看的那张，请重新查看。',
  },
  'trust.notAcceptable': {
    title: '不能信任这张证书',
    hint: '它已过期、尚未生效，或不能用于服务器。请核对电脑时间，并请服务器管理员更换证书。',
  },
  'network.proxyAuth': {
    title: '代理要求输入用户名和密码',
    hint: '请输入网络管理员提供的用户名和密码。被代理拒绝过的密码不会再次发送。',
  },
  'network.proxyScheme': {
    title: '代理 {proxy} 要求本应用不支持的登录方式',
    hint: '它不接受用户名和密码，只接受电脑自身的登录（NTLM、Kerberos）。请联系网络管理员，让这台电脑或这个服务器免登录通过。',
  },
  'network.proxyRefused': {
    title: '代理 {proxy} 不允许连接这个服务器',
    hint: '请联系网络管理员放行这个服务器。代理的回答：{status}',
  },
  'network.proxyUnreachable': {
    title: '代理 {proxy} 没有回应',
    hint: '请检查网络和系统设置里的代理，然后重试。',
  },
  'network.proxyUnusable': {
    title: '系统要求使用一种未知的代理',
    hint: '请在系统设置里选择 HTTP、HTTPS 或 SOCKS 代理，或联系管理员。',
  },
  'account.notSignedIn': { title: '尚未登录', hint: '请先登录。' },
  'account.unknownProfile': { title: '这个账号已不在列表中', hint: '请重新登录一次。' },
  'account.secretMissing': { title: '本机没有保存这个账号的密钥', hint: '请再输入一次密钥。' },
  'account.insecureServer': {
    title: '{origin} 使用不加密的 http',
    hint: '确认了解风险之后才会连接。',
  },
  'account.keychainLocked': {
    title: '系统钥匙串已锁定',
    hint: '请解锁钥匙串后重试，或选择仅本次运行有效。',
  },
  'account.keychainUnavailable': {
    title: '系统钥匙串不可用',
    hint: '密钥不会写入文件；可以继续，但只在本次运行中有效。',
  },
  'file.notFound': { title: '找不到本地文件', hint: '它可能被移动或删除了，请重新选择。' },
  'file.notReadable': { title: '读不了这个文件', hint: '请检查文件权限，或是否正被别的程序占用。' },
  'file.notWritable': {
    title: '写不进这个文件夹',
    hint: '请检查文件夹权限，以及文件是否被其他程序打开；或换一个位置。',
  },
  'file.notAllowed': {
    title: 'macOS 不允许应用访问这个位置',
    hint: '请在“系统设置 › 隐私与安全性 › 文件与文件夹”中允许，或换一个位置。文件或文件夹也可能已锁定，可在访达的“显示简介”中查看。',
  },
  'file.isFolder': { title: '不能上传整个文件夹', hint: '请打开文件夹，选择里面的 MP4 文件。' },
  'file.folderNotReadable': { title: '读不了这个文件夹', hint: '请检查权限。其中的文件不会上传。' },
  'file.linkedFolder': {
    title: '不跟随指向文件夹的链接',
    hint: '如果需要其中的内容，请直接拖入那个文件夹。',
  },
  'file.empty': { title: '文件是空的', hint: '请检查文件是否录制完整。' },
  'file.tooLarge': { title: '文件太大', hint: '最大 {limit}，请压缩或分段后再上传。' },
  'file.notMp4Name': { title: '不是 .mp4 文件', hint: '网盘只能存放 MP4 录像。' },
  'file.notMp4Content': {
    title: '内容不是 MP4 视频',
    hint: '只改扩展名是不够的，请用视频工具转换成 MP4。',
  },
  'file.badName': { title: '名称里有不能用的字符，或者太长', hint: '请改名后再上传。' },
  'file.changedDuringUpload': { title: '上传过程中文件被改动', hint: '请等文件写完后再重试。' },
  'file.changedButStored': {
    title: '上传过程中文件被改动',
    hint: '服务器上留有一份可能损坏的副本，重试会把它替换掉。',
  },
  'file.diskFull': { title: '磁盘空间不足', hint: '请清理磁盘，或换一个位置。' },
  'file.notVideo': { title: '这不是视频文件', hint: '为安全起见没有打开它。' },
  'file.openFailed': { title: '系统没能打开文件', hint: '请检查是否装有播放器，或在文件夹中手动打开。' },
  'transfer.unknown': { title: '这个传输任务已不存在', hint: '它可能已从列表中清除。' },
  'transfer.alreadyQueued': { title: '这个文件已在传输列表中', hint: '请在传输列表中查看进度。' },
  'transfer.suspended': { title: '电脑正在睡眠', hint: '唤醒后会自动继续。' },
  'playback.unknown': { title: '这个录像已经关闭', hint: '请从列表中重新打开。' },
  'playback.changed': { title: '服务器上的录像已经变化', hint: '重新播放即可看到新的录像。' },
  'playback.unsupported': { title: '内置播放器无法播放这个视频', hint: '请用系统播放器打开。' },
  'trim.unreadable': {
    title: '无法剪辑这个视频',
    hint: '它已损坏，或其编码方式无法直接复制。没有保存任何文件。',
  },
  'trim.empty': { title: '起点与终点之间没有内容', hint: '请把起点设在终点之前。' },
  'trim.unknown': { title: '这个副本已无记录', hint: '请到保存它的文件夹中查找。' },
  'storage.damaged': {
    title: '传输列表文件已损坏',
    hint: '已找回 {jobs} 项，请检查缺少的任务并重新开始。损坏的文件保存为 {backup}。',
  },
  'storage.notWritable': {
    title: '应用无法保存数据',
    hint: '更改在退出前有效。请清理磁盘，并检查应用数据文件夹的权限。',
  },
  'storage.unreadableTransfers': {
    title: '有 {jobs} 个传输任务无法读取',
    hint: '较新的版本可能可以读取。请检查缺少的任务并重新开始。',
  },
  'transfer.tooManyFiles': {
    title: '一次超过了 {max} 个文件',
    hint: '一次处理不了这么多，请分几次选择文件夹。',
  },
  'transfer.planGone': { title: '这次选择已经过时', hint: '请重新选择或拖入文件。' },
  'update.unreachable': { title: '无法连接更新服务器', hint: '录像不受影响，请稍后再试。' },
  'update.malformed': { title: '更新服务器的回答无法识别', hint: '没有做任何更改，请稍后再试。' },
  'update.damaged': { title: '收到的新版本与公布的不一致', hint: '已将其丢弃，请重新下载。' },
  'update.notSigned': {
    title: '新版本没有本应用发布者的签名',
    hint: '已拒绝，不会安装。请告知向你提供本应用的人。',
  },
  'update.failed': { title: '更新没有成功', hint: '当前版本保持不变，请稍后再试；日志里有更多信息。' },
  'ipc.unknownRequest': { title: '程序内部不支持这个操作', hint: '请更新到最新版本。' },
  'ipc.untrustedSender': { title: '操作因安全原因被拒绝', hint: '请重新启动 CloudRoom Drive。' },
  'ipc.invalidInput': {
    title: '程序没能理解这个操作',
    hint: '请换个名称或文件再试；若重现，请反馈错误详情。',
  },
  aborted: { title: '操作已取消', hint: '需要时可以重新开始。' },
  internal: { title: '程序内部出错', hint: '请重试；若重现，请反馈错误详情。' },
}
