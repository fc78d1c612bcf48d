; What the app itself has had written for the user, and the uninstaller knows nothing of. An update runs the uninstaller, too.

!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; Opening at login (app.setLoginItemSettings), and what the Task Manager notes of it: else it stays in the list of what starts
    ; with Windows (electron-builder#2237).
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    ; Electron's first notification registers the program, and makes a shortcut in the user's own start menu, where one for all
    ; users does not count (windows_toast_activator.cc).
    DeleteRegKey HKCU "Software\Classes\CLSID\{C2635DD9-6FCA-4998-BB94-F605B0A9D800}"
    ${if} $installMode == "all"
      SetShellVarContext current
      Delete "$SMPROGRAMS\${SHORTCUT_NAME}.lnk"
      SetShellVarContext all
    ${endIf}
    ClearErrors
  ${endIf}
!macroend
