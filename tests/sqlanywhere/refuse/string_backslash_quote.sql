-- 2:14 end
SELECT 'it\'s';
