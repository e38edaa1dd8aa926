/// All commands. A pane adds its own table here.
package enum CommandTable {
  package static let all: [Command] =
    ProgramCommands.table + MessageCommands.table + TranscriptCommands.table + TokenCommands.table
    + EditingCommands.table
    + MendingCommands.table + InterchangeCommands.table + ReplayCommands.table + AttachmentCommands.table
    + ToolResultCommands.table
    + CodeSaving.table + FallbackCommands.table + ParameterEditing.table + WireCommands.table
    + ViewCommands.table + ParamsCommands.table + PresetCommands.table + VariableCommands.table
    + DraftCommands.table + CodeCommands.table + LaneCommands.table + ResultsCommands.table
    + DifferenceCommands.table + VerdictCommands.table
    + KeepingCommands.table + UsageCommands.table + KeysCommands.table + HistoryCommands.table
    + MoneyCommands.table + PictureCommands.table + VideoCommands.table
}
