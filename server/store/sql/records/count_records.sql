-- store::records::count_records
-- Records of all enti by comune and kind: only what is linked to the register.
SELECT m.istat_code, m.name, r.kind, count(*) AS records
FROM civico.record r
LEFT JOIN civico.address a ON a.id = r.address
LEFT JOIN civico.thoroughfare t ON t.id = r.thoroughfare
JOIN civico.municipality m ON m.istat_code = coalesce(a.municipality, t.municipality)
WHERE r.state = 'resolved'
GROUP BY m.istat_code, m.name, r.kind
ORDER BY m.istat_code, r.kind
