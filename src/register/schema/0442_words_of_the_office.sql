-- 0440 left alone what the office had edited, and with it deciders that no edit ever named: those,
-- too, the program once put there by level. What an edit named stays the office's word.
UPDATE award_type SET authority = '', version = version + 1
WHERE builtin = 1 AND authority <> '' AND NOT EXISTS (
    SELECT 1 FROM audit_line l
    WHERE l.what = 'register.type.edit' AND l.subject = 'award-type:' || award_type.code
      AND l.after LIKE '%"authority":"' || award_type.authority || '"%'
      AND l.before NOT LIKE '%"authority":"' || award_type.authority || '"%');
