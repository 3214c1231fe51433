-- A closed round as format 1 of a state knew it. What is written here is never changed: its hash is pinned.
INSERT INTO matrix_version (id, key, version, title, content_hash, content, state, added_at, published_at)
  VALUES (61, 'pinned', '1.0.0', 'Pinned', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', '', 'published', '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000');
INSERT INTO round_partner (id, round_id, partner_id, name, type)
  VALUES (45, 71, 42, 'Birch Trust', 'acute-trust');
INSERT INTO round_partner (id, round_id, partner_id, name, type)
  VALUES (46, 71, 41, 'Alder Trust', 'acute-trust');
INSERT INTO round (id, collaborative_id, collaborative_type, number, matrix_version_id, label, purpose, way, naming, shows_overall, meeting_minutes, opens_on, closes_on, stage, created_at, closed_at, discarded_at, state_version, version)
  VALUES (71, 51, 'acute', 2, 61, 'Label – of round 1.', 'Purpose – of round 1.', 'partners-first', 'named', 1, 90, '2026-03-10', '2026-03-10', 'closed', '2026-03-02 10:01:00.000001', '2026-03-02 10:01:00.000001', NULL, 9, 1);
INSERT INTO round (id, collaborative_id, collaborative_type, number, matrix_version_id, label, purpose, way, naming, shows_overall, meeting_minutes, opens_on, closes_on, stage, created_at, closed_at, discarded_at, state_version, version)
  VALUES (5, 51, 'acute', 1, 61, 'Label – of round 2.', 'Purpose – of round 2.', 'partners-first', 'named', 0, 90, '2026-03-11', '2026-03-11', 'closed', '2026-03-03 10:02:00.000011', '2026-03-03 10:02:00.000011', NULL, 9, 2);
INSERT INTO round_move (id, round_id, name, from_stage, to_stage, reason, account_id, moved_at)
  VALUES (121, 71, 'Name – of move 1.', 'agreeing', 'closed', 'Reason – of move 1.', 31, '2026-03-04 10:03:00.000001');
INSERT INTO respondent (id, round_id, partner_id, account_id, role_title, is_partner_lead, submitted_at, stood_down_at)
  VALUES (128, 71, 41, 31, 'Role title – of respondent 1.', 1, '2026-03-05 10:04:00.000001', NULL);
INSERT INTO respondent (id, round_id, partner_id, account_id, role_title, is_partner_lead, submitted_at, stood_down_at)
  VALUES (135, 71, 42, 32, 'Role title – of respondent 2.', 0, '2026-03-06 10:05:00.000011', '2026-03-06 10:05:00.000011');
INSERT INTO handed_domain (id, round_id, partner_id, domain_id, respondent_id, handed_by, handed_at)
  VALUES (142, 71, 41, 'd1', 128, 31, '2026-03-07 10:06:00.000001');
INSERT INTO response (id, respondent_id, criterion_id, state, level, reason, confidence, evidence, elements, version, saved_at)
  VALUES (149, 128, 'd1-c1', 'level', 2, 'Reason – of response 1.', 'low', 'Evidence – of response 1.', '[]', 1, '2026-03-08 10:07:00.000001');
INSERT INTO response_revision (id, response_id, version, request_key, account_id, state, level, reason, confidence, evidence, elements, saved_at)
  VALUES (156, 149, 1, 'key 8', 31, 'level', 2, 'Reason – of response revision 1.', 'low', 'Evidence – of response revision 1.', '[]', '2026-03-09 10:08:00.000001');
INSERT INTO response_revision (id, response_id, version, request_key, account_id, state, level, reason, confidence, evidence, elements, saved_at)
  VALUES (163, 149, 2, 'key 9', 32, 'level', 2, 'Reason – of response revision 2.', 'low', 'Evidence – of response revision 2.', '[]', '2026-03-01 10:09:00.000011');
INSERT INTO position (id, round_id, partner_id, criterion_id, state, level, reason, confidence, evidence, between_lower, between_upper, origin, entered_by, version, reached_at)
  VALUES (170, 71, 41, 'd1-c1', 'level', 2, 'Reason – of position 1.', 'low', 'Evidence – of position 1.', NULL, NULL, 'respondent', 31, 1, '2026-03-02 10:10:00.000001');
INSERT INTO position (id, round_id, partner_id, criterion_id, state, level, reason, confidence, evidence, between_lower, between_upper, origin, entered_by, version, reached_at)
  VALUES (177, 71, 42, 'd1-c1', 'level', 2, 'Reason – of position 2.', 'low', 'Evidence – of position 2.', NULL, NULL, 'respondent', 32, 2, '2026-03-03 10:11:00.000011');
INSERT INTO position_revision (id, position_id, version, request_key, account_id, state, level, reason, confidence, evidence, between_lower, between_upper, origin, entered_by, reached_at)
  VALUES (184, 170, 1, 'key 12', 31, 'level', 2, 'Reason – of position revision 1.', 'low', 'Evidence – of position revision 1.', NULL, NULL, 'respondent', 31, '2026-03-04 10:12:00.000001');
INSERT INTO ballot (id, round_id, criterion_id, number, opened_at, opened_by, revealed_at, revealed_by, withdrawn_at)
  VALUES (191, 71, 'd1-c1', 2, '2026-03-05 10:13:00.000001', 31, '2026-03-05 10:13:00.000001', 31, '2026-03-05 10:13:00.000001');
INSERT INTO vote (id, ballot_id, partner_id, state, level, reason, on_behalf, version, saved_at)
  VALUES (198, 191, 41, 'level', 2, 'Reason – of vote 1.', 1, 1, '2026-03-06 10:14:00.000001');
INSERT INTO vote (id, ballot_id, partner_id, state, level, reason, on_behalf, version, saved_at)
  VALUES (205, 191, 42, 'level', 2, 'Reason – of vote 2.', 0, 2, '2026-03-07 10:15:00.000011');
INSERT INTO vote_revision (id, vote_id, version, request_key, account_id, state, level, reason, on_behalf, saved_at)
  VALUES (212, 198, 1, 'key 16', 31, 'level', 2, 'Reason – of vote revision 1.', 1, '2026-03-08 10:16:00.000001');
INSERT INTO consensus (id, round_id, criterion_id, state, level, reason, evidence, moves_up, version, saved_at)
  VALUES (219, 71, 'd1-c1', 'agreed', 2, 'Reason – of consensus 1.', 'Evidence – of consensus 1.', 'Moves up – of consensus 1.', 1, '2026-03-09 10:17:00.000001');
INSERT INTO consensus_revision (id, consensus_id, version, request_key, account_id, state, level, reason, evidence, moves_up, saved_at)
  VALUES (226, 219, 1, 'key 18', 31, 'agreed', 2, 'Reason – of consensus revision 1.', 'Evidence – of consensus revision 1.', 'Moves up – of consensus revision 1.', '2026-03-01 10:18:00.000001');
INSERT INTO dissent (id, round_id, criterion_id, partner_id, words, on_behalf, version, saved_at)
  VALUES (233, 71, 'd1-c1', 41, 'Words – of dissent 1.', 1, 1, '2026-03-02 10:19:00.000001');
INSERT INTO dissent_revision (id, dissent_id, version, request_key, account_id, words, on_behalf, saved_at)
  VALUES (240, 233, 1, 'key 20', 31, 'Words – of dissent revision 1.', 1, '2026-03-03 10:20:00.000001');
INSERT INTO hindsight (id, round_id, earlier_round_id, criterion_id, state, level, reason, version, saved_at)
  VALUES (247, 71, 5, 'd1-c1', 'otherwise', 2, 'Reason – of hindsight 1.', 1, '2026-03-04 10:21:00.000001');
INSERT INTO hindsight_revision (id, hindsight_id, version, request_key, account_id, state, level, reason, saved_at)
  VALUES (254, 247, 1, 'key 22', 31, 'otherwise', 2, 'Reason – of hindsight revision 1.', '2026-03-05 10:22:00.000001');
INSERT INTO version_move (id, round_id, from_version_id, to_version_id, reason, account_id, moved_at, undone_by, undone_at)
  VALUES (261, 71, 61, 61, 'Reason – of version move 1.', 31, '2026-03-06 10:23:00.000001', 31, '2026-03-06 10:23:00.000001');
INSERT INTO version_move_effect (id, move_id, tier, row_id, criterion_id, from_version, to_version)
  VALUES (268, 261, 'position', 170, 'd1-c1', 1, 1);
