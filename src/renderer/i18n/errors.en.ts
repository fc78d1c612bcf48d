import type { ErrorCode } from '#shared/errors.ts'
import type { ErrorText } from './errors.zh-CN.ts'

export const errorsEn: Record<ErrorCode, ErrorText> = {
  'api.noPermission': {
    title: 'Your company has no API permission',
    hint: 'Ask your administrator to enable it on the WEB API page of the CloudRoom console, then retry.',
  },
  'api.accountNotFound': {
    title: 'This account does not exist',
    hint: 'Check the CompID or AppID, and that the server is the right one.',
  },
  'api.wrongSecret': {
    title: 'The secret is wrong',
    hint: 'Enter it again. It is on the WEB API page of the console; mind spaces around a copied value.',
  },
  'api.badParameters': {
    title: 'The server found parameters missing or malformed',
    hint: 'Check the account and the API prefix. If it stays, send the error details to your administrator.',
  },
  'api.unknown': { title: 'The server reports an unknown error', hint: 'Retry in a while.' },
  'api.invalidFileType': {
    title: 'The server does not take this type of file',
    hint: 'The netDisk holds MP4 recordings only. Convert the file first.',
  },
  'api.fileTooLarge': {
    title: 'The server finds the file larger than 500M',
    hint: 'Your file has {actual}. Compress or split it, then upload again.',
  },
  'api.streamReadFailed': {
    title: 'The server could not read all of the file’s data',
    hint: 'The connection was probably interrupted. Retry; the upload starts over.',
  },
  'api.alreadyExists': {
    title: 'The server has a file of this name already',
    hint: 'Choose whether to keep both, replace the one on the server, or skip yours.',
  },
  'api.noCapacity': {
    title: 'The netDisk is full',
    hint: 'There is no room for this file of {actual}. Delete recordings you no longer need, or ask your administrator for more space, then retry.',
  },
  'api.badFileName': {
    title: 'The file name has no suffix',
    hint: 'Rename the file so that it ends in .mp4.',
  },
  'api.unexpectedCode': {
    title: 'The server answered with the undocumented code {code}',
    hint: 'Send the error details to your administrator.',
  },
  'server.notCloudRoom': {
    title: 'This address is not a CloudRoom server',
    hint: 'Check the server address and the API prefix. {detail}',
  },
  'server.malformed': {
    title: 'The server’s answer is incomplete',
    hint: 'Retry. If it stays, check your proxy or ask your administrator.',
  },
  'server.httpStatus': {
    title: 'The server answered HTTP {status}',
    hint: 'Retry in a while, and check the server address and API prefix.',
  },
  'server.redirected': {
    title: 'The server sent the request elsewhere',
    hint: 'Check the address; your network may want you to sign in first. Target: {location}',
  },
  'server.busy': { title: 'The server is busy', hint: 'Wait a moment, then retry.' },
  'server.notFound': {
    title: 'The recording is no longer on the server',
    hint: 'Someone may have deleted it. Refresh the list.',
  },
  'server.unsafeDownloadUrl': {
    title: 'The server gave an unsafe download address',
    hint: 'Nothing was downloaded, to protect your data. Ask the server’s administrator to use https.',
  },
  'server.lengthMismatch': {
    title: 'The data received has the wrong length',
    hint: 'Expected {expected}, received {actual}. Retry.',
  },
  'server.checksumMismatch': {
    title: 'The data received is damaged',
    hint: 'Its checksum is wrong, so it was not kept. Retry.',
  },
  'server.uploadNotConfirmed': {
    title: 'The server does not list the uploaded file',
    hint: 'Refresh the folder to check; if it is missing, retry.',
  },
  'network.offline': {
    title: 'This computer is offline',
    hint: 'Check your connection. It goes on by itself as soon as there is a network.',
  },
  'server.deleteNotConfirmed': {
    title: 'The server still lists the deleted recording',
    hint: 'Retry in a while; refresh the folder to see what is there.',
  },
  'network.unreachable': {
    title: 'The network can’t be reached',
    hint: 'Check your connection, then retry.',
  },
  'network.localNetwork': {
    title: 'The server in your network can’t be reached',
    hint: 'Check that it is on. The app must also be allowed in System Settings › Privacy & Security › Local Network. Then retry.',
  },
  'network.nameNotFound': {
    title: 'There is no server of this name',
    hint: 'Check the spelling of the address, and your DNS.',
  },
  'network.refused': {
    title: 'The server refused the connection',
    hint: 'Check the address and port, and that the service is running.',
  },
  'network.timeout': {
    title: 'The server did not answer in time',
    hint: 'Check your network, or retry later.',
  },
  'network.connectionLost': { title: 'The connection was lost', hint: 'Retry.' },
  'network.tls': {
    title: 'No secure connection could be made',
    hint: 'The server’s certificate is expired, for another name, or not trusted. Check the address and your clock; for a private deployment, look at its certificate and trust it for this server, or install it in your system.',
  },
  'network.certificateChanged': {
    title: 'The certificate of {server} has changed',
    hint: 'You trust the one with the fingerprint {trusted}. The server now shows {presented}. Ask its administrator whether it was replaced before you look at it and trust it anew.',
  },
  'trust.otherCertificate': {
    title: 'The server shows another certificate now',
    hint: 'It is not the one that you were looking at. Look at it again.',
  },
  'trust.notAcceptable': {
    title: 'This certificate cannot be trusted',
    hint: 'It is expired, not valid yet, or not made for a server. Check this computer’s clock, and ask the server’s administrator for a new one.',
  },
  'network.proxyAuth': {
    title: 'The proxy wants your user name and password',
    hint: 'Enter those that your network’s administrator gave you. A password that the proxy refused is not sent again.',
  },
  'network.proxyScheme': {
    title: 'The proxy {proxy} wants a sign-in that the app does not have',
    hint: 'It takes no user name and password but your computer’s own sign-in (NTLM, Kerberos). Ask your network’s administrator to let this computer or this server through without it.',
  },
  'network.proxyRefused': {
    title: 'The proxy {proxy} does not let you through to the server',
    hint: 'Ask your network’s administrator to allow this server. The proxy’s answer: {status}',
  },
  'network.proxyUnreachable': {
    title: 'The proxy {proxy} does not answer',
    hint: 'Check your network and the proxy in your system’s settings, then retry.',
  },
  'network.proxyUnusable': {
    title: 'Your system asks for a proxy of an unknown kind',
    hint: 'Choose an HTTP, HTTPS or SOCKS proxy in your system’s settings, or ask your administrator.',
  },
  'account.notSignedIn': { title: 'You are not signed in', hint: 'Sign in first.' },
  'account.unknownProfile': { title: 'This account is no longer in the list', hint: 'Sign in once more.' },
  'account.secretMissing': {
    title: 'This computer has no secret for the account',
    hint: 'Enter the secret once more.',
  },
  'account.insecureServer': {
    title: '{origin} uses http without encryption',
    hint: 'It is contacted only after you confirm that you know the risk.',
  },
  'account.keychainLocked': {
    title: 'Your system’s keychain is locked',
    hint: 'Unlock it and retry, or continue for this run only.',
  },
  'account.keychainUnavailable': {
    title: 'Your system’s keychain is not available',
    hint: 'The secret is never written to a file. You can continue for this run only.',
  },
  'file.notFound': {
    title: 'The local file is not there',
    hint: 'It may have been moved or deleted. Choose it again.',
  },
  'file.notReadable': {
    title: 'The file can’t be read',
    hint: 'Check its permissions, and whether another program is using it.',
  },
  'file.notWritable': {
    title: 'The folder can’t be written to',
    hint: 'Check its permissions and whether another program has the file open, or choose another folder.',
  },
  'file.notAllowed': {
    title: 'macOS does not let the app in there',
    hint: 'Allow it in System Settings › Privacy & Security › Files & Folders, or choose another folder. The file or folder may also be locked: Finder’s Get Info shows it.',
  },
  'file.isFolder': {
    title: 'A whole folder can’t be uploaded',
    hint: 'Open it and choose the MP4 files inside.',
  },
  'file.folderNotReadable': {
    title: 'The folder can’t be read',
    hint: 'Check its permissions. What is in it is not uploaded.',
  },
  'file.linkedFolder': {
    title: 'Links to folders are not followed',
    hint: 'Drop the folder itself if you want what is in it.',
  },
  'file.empty': { title: 'The file is empty', hint: 'Check that the recording was finished.' },
  'file.tooLarge': {
    title: 'The file is too large',
    hint: 'The limit is {limit}. Compress or split it, then upload again.',
  },
  'file.notMp4Name': { title: 'This is not an .mp4 file', hint: 'The netDisk holds MP4 recordings only.' },
  'file.notMp4Content': {
    title: 'The content is not MP4 video',
    hint: 'Another suffix is not enough: convert it to MP4 with a video tool.',
  },
  'file.badName': {
    title: 'The name has characters that can’t be used, or is too long',
    hint: 'Rename it, then upload it.',
  },
  'file.changedDuringUpload': {
    title: 'The file changed while it was uploaded',
    hint: 'Retry when it is completely written.',
  },
  'file.changedButStored': {
    title: 'The file changed while it was uploaded',
    hint: 'The server has a copy of it that may be damaged. Retry replaces that copy.',
  },
  'file.diskFull': { title: 'The disk is full', hint: 'Free some space, or choose another folder.' },
  'file.notVideo': { title: 'This is not a video file', hint: 'It was not opened, for your safety.' },
  'file.openFailed': {
    title: 'The system could not open the file',
    hint: 'Check that a player is installed, or open it from its folder.',
  },
  'transfer.unknown': {
    title: 'This transfer no longer exists',
    hint: 'It may have been cleared from the list.',
  },
  'transfer.alreadyQueued': {
    title: 'This file is in the transfers already',
    hint: 'See its progress in the transfers panel.',
  },
  'transfer.suspended': {
    title: 'The computer is asleep',
    hint: 'It goes on by itself when the computer wakes up.',
  },
  'playback.unknown': { title: 'This recording is no longer open', hint: 'Open it again from the list.' },
  'playback.changed': {
    title: 'The recording has changed on the server',
    hint: 'Play it again to see the new one.',
  },
  'playback.unsupported': {
    title: 'The built-in player can’t show this video',
    hint: 'Open it with the system’s player.',
  },
  'trim.unreadable': {
    title: 'This video can’t be trimmed',
    hint: 'It is damaged, or coded in a way that can’t be copied as it is. Nothing was saved.',
  },
  'trim.empty': {
    title: 'Nothing lies between start and end',
    hint: 'Set the start before the end.',
  },
  'trim.unknown': {
    title: 'This copy is no longer known',
    hint: 'Look for it in the folder that you saved it to.',
  },
  'storage.damaged': {
    title: 'The list of transfers was damaged',
    hint: 'Rescued: {jobs}. Check what is missing and start it again. The damaged file was kept as {backup}.',
  },
  'storage.notWritable': {
    title: 'The app can’t save its data',
    hint: 'What you change holds until you quit. Free some space on the disk, and check the permissions of the app’s data folder.',
  },
  'storage.unreadableTransfers': {
    title: 'Some transfers can’t be read: {jobs}',
    hint: 'A newer version of the app may know them. Check what is missing and start it again.',
  },
  'transfer.tooManyFiles': {
    title: 'These are more than {max} files',
    hint: 'That is too many at once. Choose fewer folders at a time.',
  },
  'transfer.planGone': {
    title: 'This choice of files is out of date',
    hint: 'Choose or drop the files once more.',
  },
  'update.unreachable': {
    title: 'The update server can’t be reached',
    hint: 'Your recordings do not depend on it. Try again later.',
  },
  'update.malformed': {
    title: 'The update server’s answer can’t be understood',
    hint: 'Nothing was changed. Try again later.',
  },
  'update.damaged': {
    title: 'The new version did not arrive as it was announced',
    hint: 'It was thrown away. Download it again.',
  },
  'update.notSigned': {
    title: 'The new version is not signed by the maker of this app',
    hint: 'It was refused and is not installed. Tell whoever gave you the app.',
  },
  'update.failed': {
    title: 'The update did not succeed',
    hint: 'This version stays as it is. Try again later; the log says more.',
  },
  'ipc.unknownRequest': {
    title: 'The app does not know this operation',
    hint: 'Update to the newest version.',
  },
  'ipc.untrustedSender': {
    title: 'The operation was refused for security reasons',
    hint: 'Restart CloudRoom Drive.',
  },
  'ipc.invalidInput': {
    title: 'The app could not understand this operation',
    hint: 'Try another name or file. If it happens again, report the error details.',
  },
  aborted: { title: 'The operation was cancelled', hint: 'You can start it again at any time.' },
  internal: {
    title: 'Something went wrong inside the app',
    hint: 'Retry. If it happens again, report the error details.',
  },
}
