extension Schema {
  /// What processes with the same file need to know of each other.
  static let sharing = Migration(
    "several processes",
    sql: """
      -- Names who wrote the conversation last; empty where nobody did since it came here.
      ALTER TABLE conversation ADD COLUMN edition TEXT NOT NULL DEFAULT '';

      -- What requests that have not ended may cost, in US dollars, for limits that hold in all processes together.
      CREATE TABLE reservation(
        request TEXT PRIMARY KEY, run INTEGER NOT NULL, key_name TEXT NOT NULL, day INTEGER NOT NULL,
        amount REAL NOT NULL) WITHOUT ROWID;

      -- What was spent in private mode with keys that have limits: sums alone.
      CREATE TABLE private_spending(
        day INTEGER NOT NULL, key_name TEXT NOT NULL, amount REAL NOT NULL, PRIMARY KEY(day, key_name))
        WITHOUT ROWID;

      -- The list also tells what relays charged, and demo requests from real ones.
      DROP INDEX exchange_talk;
      CREATE INDEX exchange_talk ON exchange(
        talk, id, model, served_model, key_name, outcome, is_interrupted, cost, currency, cost_is_estimate,
        output_tokens, charged, charged_currency, is_demo) WHERE talk IS NOT NULL;

      -- What conversations cost, or were charged.
      CREATE INDEX exchange_cost ON exchange(talk, cost, charged, currency, charged_currency, is_demo)
        WHERE talk IS NOT NULL AND NOT is_demo AND (cost IS NOT NULL OR charged IS NOT NULL);
      """)
}
